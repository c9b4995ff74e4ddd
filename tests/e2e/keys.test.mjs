// SPDX-License-Identifier: MIT
// Who may call the gateway, and what changes while it runs: keys per tool, bounds, SIGHUP, TLS,
// a graceful end.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request as httpsRequest } from 'node:https';
import { createServer } from 'node:net';
import { chmodSync, copyFileSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import OpenAI from 'openai';
import { gatewayProgram, remove, scratchFolder, start } from './harness.mjs';

const tlsFixtures = join(dirname(fileURLToPath(import.meta.url)), '..', 'fixtures', 'tls');
const model = 'meta.llama-3.3-70b-instruct';
const hello = { model, messages: [{ role: 'user', content: 'Hello' }] };

let folder;
let count = 0;
before(() => { folder = scratchFolder(); });
after(() => remove(folder));

const bare = () => ({ HOME: folder, XDG_CONFIG_HOME: join(folder, 'xdg'), XDG_DATA_HOME: join(folder, 'share') });
const newData = () => join(folder, `data${++count}`);

async function run(args) {
  const program = start(gatewayProgram, args, { env: bare() });
  const { code } = await program.ended;
  return { code, stdout: program.stdout().trim(), stderr: program.stderr().trim() };
}

async function keys(data, ...args) {
  const result = await run(['keys', ...args, '--data-dir', data]);
  assert.equal(result.code, 0, result.stderr);
  return result.stdout;
}

async function startDemo(data, { args = [], env = {} } = {}) {
  const gateway = start(gatewayProgram, ['--demo', '--listen', '127.0.0.1:0', '--data-dir', data, ...args],
    { env: { ...bare(), ...env }, ready: /listening on (https?:\S+)/ });
  gateway.baseUrl = (await gateway.isReady)[1];
  return gateway;
}

/** Waits until `what()` is true; fails after some seconds. */
async function until(what, saying) {
  for (let i = 0; i < 200; ++i) {
    if (await what()) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  assert.fail(`never: ${saying}`);
}

const statusOf = async (gateway, key, path = '/models') =>
  (await fetch(gateway.baseUrl + path, { headers: key ? { authorization: `Bearer ${key}` } : {} })).status;

const client = (gateway, apiKey, more = {}) => new OpenAI({ baseURL: gateway.baseUrl, apiKey, maxRetries: 0, ...more });

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

describe('keys of tools', () => {
  test('are made, listed and revoked while the gateway runs', async () => {
    const data = newData();
    const gateway = await startDemo(data);
    const secret = await keys(data, 'add', 'Zed', '--rpm', '600');
    assert.match(secret, /^gh-[\w-]{43}$/);
    await until(async () => await statusOf(gateway, secret) === 200, 'the new key counts');
    assert.equal(await statusOf(gateway, undefined), 401);
    assert.equal((await fetch(`${gateway.baseUrl}/models`, { headers: { 'x-api-key': secret } })).status, 200);

    const list = await keys(data, 'list');
    assert.match(list, /default/);
    assert.match(list, /Zed\s+gh-\S{4}…\s+all\s+600\s/);
    assert.ok(!list.includes(secret));
    await keys(data, 'revoke', 'Zed');
    await until(async () => await statusOf(gateway, secret) === 401, 'the revoked key is refused');
    assert.match(await keys(data, 'list'), /Zed.*revoked/);

    const first = readFileSync(join(data, 'gateway.key'), 'utf8').trim();
    assert.equal(await statusOf(gateway, first), 200);
    await keys(data, 'revoke', 'default');
    await until(async () => await statusOf(gateway, first) === 401, 'the first key is refused');
    await gateway.stop();
    const again = await startDemo(data);
    assert.equal(await statusOf(again, first), 401, 'also after a restart');
    assert.match(again.stderr(), /Every key is revoked/);
    await again.stop();

    assert.equal(statSync(join(data, 'keys.json')).mode & 0o777, 0o600);
    for (const text of [readFileSync(join(data, 'keys.json'), 'utf8'), gateway.output(), again.output()]) {
      assert.ok(!text.includes(secret) && !text.includes(first), 'no key is kept or logged');
    }
  });

  test('of the environment go on as they did', async () => {
    const data = newData();
    const gateway = await startDemo(data, { env: { GATEHOUSE_API_KEY: 'one-key,two-key', LITELLM_MASTER_KEY: 'sk-three' } });
    for (const key of ['one-key', 'two-key', 'sk-three']) assert.equal(await statusOf(gateway, key), 200);
    const made = await keys(data, 'add', 'besides');
    await until(async () => await statusOf(gateway, made) === 200, 'a key of the list counts besides');
    await gateway.stop();
  });

  test('may use their models and see no others', async () => {
    const data = newData();
    const secret = await keys(data, 'add', 'Llama', '--allow', 'meta.*');
    const gateway = await startDemo(data);
    const ids = (await client(gateway, secret).models.list()).data.map(({ id }) => id);
    assert.ok(ids.length > 0 && ids.every((id) => id.startsWith('meta.')), ids.join());
    assert.match((await client(gateway, secret).chat.completions.create(hello)).object, /chat\.completion/);
    await assert.rejects(client(gateway, secret).chat.completions.create({ ...hello, model: 'xai.grok-4' }),
      (error) => error instanceof OpenAI.PermissionDeniedError && error.code === 'model_not_allowed');
    await assert.rejects(client(gateway, secret).embeddings.create({ model: 'cohere.embed-v4.0', input: 'a' }),
      (error) => error.code === 'model_not_allowed');
    await gateway.stop();
  });

  test('have a bound of requests per minute', async () => {
    const data = newData();
    const secret = await keys(data, 'add', 'slow', '--rpm', '2');
    const gateway = await startDemo(data);
    const first = await client(gateway, secret).chat.completions.create(hello).withResponse();
    assert.equal(first.response.headers.get('x-ratelimit-limit-requests'), '2');
    assert.equal(first.response.headers.get('x-ratelimit-remaining-requests'), '1');
    await client(gateway, secret).chat.completions.create(hello);
    await assert.rejects(client(gateway, secret).chat.completions.create(hello), (error) => {
      assert.ok(error instanceof OpenAI.RateLimitError);
      assert.equal(error.code, 'rate_limit_exceeded');
      assert.ok(Number(error.headers.get('retry-after')) > 0);
      return true;
    });
    await gateway.stop();
  });

  test('survive kill -9', async () => {
    const data = newData();
    const gateway = await startDemo(data);
    const first = readFileSync(join(data, 'gateway.key'), 'utf8').trim();
    const secret = await keys(data, 'add', 'kept', '--rpm', '1000');
    await until(async () => await statusOf(gateway, secret) === 200, 'the key counts');
    gateway.child.kill('SIGKILL');
    await gateway.ended;
    const again = await startDemo(data);
    assert.equal(await statusOf(again, secret), 200);
    assert.equal(await statusOf(again, first), 200);
    await again.stop();
  });

  test('that cannot be read are exit 2, and the file stays', async () => {
    const data = newData();
    await keys(data, 'add', 'a');
    const file = join(data, 'keys.json');
    writeFileSync(file, '{"version":99,"keys":[]}');
    for (const args of [['keys', 'add', 'b'], ['--demo', '--listen', '127.0.0.1:0']]) {
      const result = await run([...args, '--data-dir', data]);
      assert.equal(result.code, 2);
      assert.match(result.stderr, /newer version/);
    }
    assert.equal(readFileSync(file, 'utf8'), '{"version":99,"keys":[]}');
  });

  for (const [name, args, saying] of [
    ['nothing to do', ['keys'], /keys list/],
    ['no name', ['keys', 'add'], /keys list/],
    ['a bound that is none', ['keys', 'add', 'a', '--rpm', 'many'], /--rpm/],
    ['models that are none', ['keys', 'add', 'a', '--allow', ','], /--allow/],
    ['a key that is not there', ['keys', 'revoke', 'nobody'], /nobody/],
    ['an option of another command', ['keys', 'list', '--rpm', '1'], /keys add/],
  ]) {
    test(`${name} is exit 2 and one line that says so`, async () => {
      const result = await run([...args, '--data-dir', join(folder, 'none')]);
      assert.equal(result.code, 2);
      assert.match(result.stderr, saying);
      assert.equal(result.stderr.split('\n').length, 1, result.stderr);
    });
  }
});

describe('SIGHUP', () => {
  test('reads the settings again', async () => {
    const data = newData();
    const config = join(folder, 'reload.json');
    const secret = await keys(data, 'add', 'a');
    writeFileSync(config, '{}');
    const gateway = await startDemo(data, { args: ['--config', config] });
    const preflight = async (origin) => (await fetch(`${gateway.baseUrl}/models`, {
      method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'GET' },
    })).status;
    assert.equal(await preflight('https://app.example'), 403);
    const port = await freePort();
    writeFileSync(config, JSON.stringify({ cors_origins: ['https://app.example'], max_body_mb: 1, ollama_listen: `127.0.0.1:${port}` }));
    gateway.child.kill('SIGHUP');
    await until(() => /read again:.*ollama_listen.*cors_origins/.test(gateway.stderr()), 'the log says what changed');
    assert.equal(await preflight('https://app.example'), 204);
    assert.equal((await fetch(`http://127.0.0.1:${port}/`)).status, 200);
    const large = await fetch(`${gateway.baseUrl}/chat/completions`, {
      method: 'POST', headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' }, body: ' '.repeat(2 << 20),
    }).catch(() => ({ status: 413 })); // the connection may close while the body is being sent
    assert.equal(large.status, 413);

    writeFileSync(config, '{"cors_origns": []}');
    gateway.child.kill('SIGHUP');
    await until(() => /cors_origns.*stays as it was/.test(gateway.stderr()), 'a broken file is said');
    assert.equal(await preflight('https://app.example'), 204);

    writeFileSync(config, '{}');
    gateway.child.kill('SIGHUP');
    await until(async () => await preflight('https://app.example') === 403, 'what was taken out is gone');
    const onKept = await fetch(`http://127.0.0.1:${port}/`).then(({ status }) => status, () => 404);
    assert.equal(onKept, 404, 'also on a connection that stands');
    await assert.rejects(fetch(`http://localhost:${port}/`));
    assert.equal(await statusOf(gateway, secret), 200);
    assert.equal((await gateway.stop()).code, 0);
  });

  test('is survived by an answer under way', async () => {
    const data = newData();
    const gateway = await startDemo(data);
    const secret = readFileSync(join(data, 'gateway.key'), 'utf8').trim();
    const stream = await client(gateway, secret).chat.completions.create({ ...hello, stream: true });
    let text = '';
    for await (const chunk of stream) {
      if (text === '') gateway.child.kill('SIGHUP');
      text += chunk.choices[0]?.delta?.content ?? '';
    }
    assert.ok(text.length > 20);
    await gateway.stop();
  });
});

describe("the door for Ollama's clients", () => {
  test('is closed until it is opened, and never to the network', async () => {
    const config = join(folder, 'ollama.json');
    writeFileSync(config, '{"ollama_listen": "0.0.0.0:11434"}');
    const result = await run(['--demo', '--config', config, '--data-dir', newData()]);
    assert.equal(result.code, 2);
    assert.match(result.stderr, /not a loopback address/);
  });

  test('has Ollama\'s routes only, and the rules of Host and Origin', async () => {
    const port = await freePort();
    const config = join(folder, 'ollama.json');
    writeFileSync(config, JSON.stringify({ ollama_listen: `localhost:${port}` }));
    const gateway = await startDemo(newData(), { args: ['--config', config] });
    const at = `http://127.0.0.1:${port}`;
    assert.equal((await fetch(`${at}/`)).status, 200);
    assert.equal((await fetch(`${at}/`, { method: 'HEAD' })).status, 200);
    assert.equal((await fetch(`${at}/v1/models`)).status, 404);
    assert.equal((await fetch(`${at}/`, { headers: { origin: 'https://evil.example' } })).status, 403);
    await gateway.stop();
  });
});

describe('TLS', () => {
  const ca = readFileSync(join(tlsFixtures, 'server.pem'));
  const files = (name) => {
    const certificate = join(folder, `${name}.pem`);
    const key = join(folder, `${name}.key.pem`);
    copyFileSync(join(tlsFixtures, 'server.pem'), certificate);
    copyFileSync(join(tlsFixtures, 'server.key.pem'), key);
    chmodSync(key, 0o600);
    return { certificate, key };
  };
  const ask = (url, options) => new Promise((resolve, reject) => {
    const request = httpsRequest(url, { ca, agent: false, ...options }, (response) => {
      const fingerprint = response.socket.getPeerCertificate().fingerprint256;
      response.resume().on('end', () => resolve({ status: response.statusCode, fingerprint }));
    });
    request.on('error', reject).end();
  });

  test('serves by the certificate that was given, and by another after SIGHUP', async () => {
    const { certificate, key } = files('good');
    const config = join(folder, 'tls.json');
    const data = newData();
    writeFileSync(config, JSON.stringify({ tls_certificate: certificate, tls_key: key }));
    const gateway = await startDemo(data, { args: ['--config', config] });
    assert.match(gateway.baseUrl, /^https:\/\/127\.0\.0\.1:\d+\/v1$/);
    const secret = readFileSync(join(data, 'gateway.key'), 'utf8').trim();
    const headers = { authorization: `Bearer ${secret}` };
    const first = await ask(`${gateway.baseUrl}/models`, { headers });
    assert.equal(first.status, 200);
    await assert.rejects(ask(`${gateway.baseUrl}/models`, { headers, ca: undefined }), /self-signed|unable to/);
    await assert.rejects(ask(`${gateway.baseUrl}/models`, { headers, maxVersion: 'TLSv1.1', minVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' }));
    await assert.rejects(fetch(gateway.baseUrl.replace('https', 'http')));

    copyFileSync(join(tlsFixtures, 'other.pem'), certificate);
    copyFileSync(join(tlsFixtures, 'other.key.pem'), key);
    gateway.child.kill('SIGHUP');
    await until(() => /read again:.*tls_certificate/.test(gateway.stderr()), 'the certificate is read again');
    const second = await ask(`${gateway.baseUrl}/models`, { headers, ca: readFileSync(certificate) });
    assert.equal(second.status, 200);
    assert.notEqual(second.fingerprint, first.fingerprint);

    copyFileSync(join(tlsFixtures, 'server.key.pem'), key); // of the other certificate
    gateway.child.kill('SIGHUP');
    await until(() => /does not fit the certificate.*stays as it was/.test(gateway.stderr()), 'a mismatch is said');
    assert.equal((await ask(`${gateway.baseUrl}/models`, { headers, ca: readFileSync(certificate) })).status, 200);
    await gateway.stop();
  });

  test('files that are of no use are exit 2, and an open key file is a warning', async () => {
    const { certificate, key } = files('bad');
    const config = join(folder, 'tls-bad.json');
    const judge = async (settings) => {
      writeFileSync(config, JSON.stringify(settings));
      return await run(['--demo', '--check-config', '--config', config]);
    };
    for (const [settings, saying] of [
      [{ tls_certificate: certificate }, /tls_key/],
      [{ tls_certificate: '/nonexistent.pem', tls_key: key }, /\/nonexistent\.pem/],
      [{ tls_certificate: key, tls_key: key }, /no certificate/],
      [{ tls_certificate: certificate, tls_key: certificate }, /no private key/],
      [{ tls_certificate: join(tlsFixtures, 'other.pem'), tls_key: key }, /does not fit/],
    ]) {
      const result = await judge(settings);
      assert.equal(result.code, 2, JSON.stringify(settings));
      assert.match(result.stderr, saying);
    }
    chmodSync(key, 0o644);
    writeFileSync(config, JSON.stringify({ tls_certificate: certificate, tls_key: key }));
    const gateway = await startDemo(newData(), { args: ['--config', config] });
    assert.match(gateway.stderr(), /open to other users/);
    await gateway.stop();
  });
});

describe('SIGTERM', () => {
  test('lets an answer under way end, takes nothing new, and is exit 0', async () => {
    const data = newData();
    const gateway = await startDemo(data);
    const secret = readFileSync(join(data, 'gateway.key'), 'utf8').trim();
    const stream = await client(gateway, secret).chat.completions.create({ ...hello, stream: true });
    let finish = null;
    let asked = false;
    for await (const chunk of stream) {
      if (!asked) {
        asked = true;
        gateway.child.kill('SIGTERM');
        await until(async () => await fetch(`${gateway.baseUrl}/models`).then(() => false, () => true), 'nothing new is taken');
      }
      finish = chunk.choices[0]?.finish_reason ?? finish;
    }
    assert.equal(finish, 'stop');
    assert.deepEqual(await gateway.ended, { code: 0, signal: null });
  });

  test('waits no longer than --stop-timeout', async () => {
    const data = newData();
    const gateway = await startDemo(data, { args: ['--stop-timeout', '1'] });
    const secret = readFileSync(join(data, 'gateway.key'), 'utf8').trim();
    const slow = await fetch(`${gateway.baseUrl}/chat/completions`, {
      method: 'POST', headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
      body: JSON.stringify({ ...hello, stream: true, messages: [{ role: 'user', content: '/stall' }] }),
    });
    assert.equal(slow.status, 200);
    const begin = performance.now();
    gateway.child.kill('SIGTERM');
    const [{ code }] = await Promise.all([gateway.ended, slow.text().catch(() => {})]);
    assert.equal(code, 0);
    assert.ok(performance.now() - begin < 10_000);
  });

  test('a second one ends it at once', async () => {
    const data = newData();
    const gateway = await startDemo(data);
    const secret = readFileSync(join(data, 'gateway.key'), 'utf8').trim();
    const stream = await client(gateway, secret).chat.completions.create({ ...hello, stream: true, messages: [{ role: 'user', content: '/stall' }] });
    gateway.child.kill('SIGTERM');
    await until(() => /ending on request/.test(gateway.stderr()), 'it ends');
    gateway.child.kill('SIGTERM');
    await gateway.ended;
    await assert.rejects((async () => { for await (const chunk of stream) void chunk; })());
  });

  test('the tokens of the day are known after kill -9', async () => {
    const data = newData();
    const secret = await keys(data, 'add', 'bound', '--tokens-per-day', '5');
    const gateway = await startDemo(data);
    await client(gateway, secret).chat.completions.create(hello);
    const isOver = (error) => error instanceof OpenAI.RateLimitError && error.code === 'insufficient_quota';
    await assert.rejects(client(gateway, secret).chat.completions.create(hello), isOver);
    await new Promise((resolve) => setTimeout(resolve, 1000)); // what a kill may cost
    gateway.child.kill('SIGKILL');
    await once(gateway.child, 'exit').catch(() => {});
    const again = await startDemo(data);
    await assert.rejects(client(again, secret).chat.completions.create(hello), isOver);
    await again.stop();
  });
});
