// SPDX-License-Identifier: MIT
// kill -9 at moments that nobody chose, again and again on the same data: no key, no count of
// tokens and no setting is lost but for the last second's usage.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { test } from 'node:test';
import { clientKey, gatewayProgram, makeKey, remove, scratchFolder, start, startGateway, startOci, writeOciConfig } from './harness.mjs';

const rounds = 12;
const model = 'meta.llama-3.3-70b-instruct';
const body = JSON.stringify({ model, max_tokens: 8, messages: [{ role: 'user', content: 'Say hello to the harbour master.' }] });
const secondOfUsage = 1000;

test('no key, setting or usage is lost', { timeout: 170_000 }, async (t) => {
  const folder = scratchFolder();
  const key = makeKey();
  const { configFile } = writeOciConfig(folder, key, { encrypted: false });
  const oci = await startOci(folder, key);
  const data = join(folder, 'data');
  const settings = join(folder, 'settings.json');
  writeFileSync(settings, '{"cors_origins": ["https://app.example"]}');
  const prices = JSON.stringify({ currency: 'USD', prices: [{ model: 'meta.*', input: 3, output: 4 }] });
  t.after(async () => { await oci.stop(); remove(folder); });

  const env = { HOME: folder, XDG_CONFIG_HOME: join(folder, 'xdg'), XDG_DATA_HOME: join(folder, 'share') };
  const keysCommand = (...args) => start(gatewayProgram, ['keys', ...args, '--data-dir', data], { env });
  const ask = async (gateway, secret) => {
    const response = await fetch(`${gateway.baseUrl}/chat/completions`, { method: 'POST', body, headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' } });
    const answer = await response.json();
    assert.equal(response.status, 200, JSON.stringify(answer));
    return { at: Date.now(), tokens: answer.usage.total_tokens };
  };

  const acknowledged = new Map(); // name -> secret of the keys that were said to be made
  let asked = 0;
  let safe = { requests: 0, tokens: 0 }; // what had its second before a kill
  for (let round = 0; round <= rounds; ++round) {
    const gateway = await startGateway(folder, { oci, configFile, args: ['--config', settings] });
    if (round === 0) writeFileSync(join(data, 'prices.json'), prices);

    for (const [name, secret] of acknowledged) {
      const response = await fetch(`${gateway.baseUrl}/models`, { headers: { authorization: `Bearer ${secret}` } });
      assert.equal(response.status, 200, `key ${name} after ${round} kills`);
    }
    const preflight = await fetch(`${gateway.baseUrl}/models`, { method: 'OPTIONS', headers: { origin: 'https://app.example', 'access-control-request-method': 'GET' } });
    assert.equal(preflight.status, 204);
    const { total } = await (await fetch(`${gateway.baseUrl}/usage`, { headers: { authorization: `Bearer ${clientKey}` } })).json();
    assert.ok(total.requests >= safe.requests && total.requests <= asked, `${safe.requests} <= ${total.requests} <= ${asked} requests after ${round} kills`);
    assert.ok(total.input_tokens + total.output_tokens >= safe.tokens, `${safe.tokens} tokens were counted after ${round} kills`);
    if (round === rounds) {
      assert.equal((await gateway.stop()).code, 0, gateway.stderr());
      break;
    }

    // Load on all that is written: usage, when a key was last used, keys made by another process.
    const secrets = [clientKey, ...acknowledged.values()];
    const answers = [];
    let over = false;
    const load = Array.from({ length: 4 }, async (_, i) => {
      for (let n = i; !over; ++n) {
        ++asked;
        try { answers.push(await ask(gateway, secrets[n % secrets.length])); } catch (error) { if (!over) throw error; }
      }
    });
    const name = `tool ${round}`;
    const maker = keysCommand('add', name, '--tokens-per-day', '100000000');
    await sleep(Math.random() * 2500);
    over = true;
    const killed = Date.now();
    gateway.child.kill('SIGKILL');
    if (round % 3 === 2) maker.child.kill('SIGKILL');
    await Promise.all([gateway.ended, ...load]);
    const { code } = await maker.ended;
    if (round % 3 !== 2) assert.equal(code, 0, maker.stderr());
    if (code === 0) acknowledged.set(name, maker.stdout().trim());
    const kept = answers.filter(({ at }) => at < killed - secondOfUsage);
    safe = { requests: total.requests + kept.length, tokens: total.input_tokens + total.output_tokens + kept.reduce((sum, { tokens }) => sum + tokens, 0) };
  }
  assert.ok(acknowledged.size >= rounds / 2);
  assert.ok(safe.requests > 20, `${safe.requests} requests had their second`);

  const list = keysCommand('list');
  assert.equal((await list.ended).code, 0, list.stderr());
  for (const name of acknowledged.keys()) assert.match(list.stdout(), new RegExp(`\\b${name}\\b`));
  assert.equal(readFileSync(join(data, 'prices.json'), 'utf8'), prices);
  console.log(`${rounds} kills: ${acknowledged.size} keys and ${safe.requests} of ${asked} requests had to be there, and were`);
});
