// SPDX-License-Identifier: MIT
// The window's gateway at a steady rate, while its GUI thread is free and while it sleeps.
import * as http from 'node:http';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { clientKey, start } from '../e2e/harness.mjs';
import { freePort } from './nginx.mjs';
import { percentile } from './streams.mjs';

const perSecond = 200;

function ask(agent, port, body) {
  return new Promise((resolve, reject) => {
    const begin = performance.now();
    const asked = http.request({ agent, port, host: '127.0.0.1', path: '/v1/chat/completions', method: 'POST', headers: { 'content-type': 'application/json', authorization: `Bearer ${clientKey}`, 'content-length': Buffer.byteLength(body) } }, (response) => {
      if (response.statusCode !== 200) reject(new Error(`status ${response.statusCode}`));
      response.resume();
      response.on('end', () => resolve(performance.now() - begin));
    });
    asked.on('error', reject);
    asked.end(body);
  });
}

/** Milliseconds that each of the requests took, which are sent at the same rate whatever happens to them. */
async function atSteadyRate(agent, port, body, milliseconds) {
  const answers = [];
  for (const begin = performance.now(); performance.now() - begin < milliseconds;) {
    const due = begin + answers.length * 1000 / perSecond;
    if (due > performance.now()) await sleep(due - performance.now());
    answers.push(ask(agent, port, body));
  }
  return await Promise.all(answers);
}

/** p50 and p99 in milliseconds with the GUI thread free, asleep, and free again. */
export async function measureBusyWindow(folder, { configFile, endpoint, certificate, body }) {
  const home = join(folder, 'window');
  mkdirSync(home);
  const port = await freePort();
  const child = start(join(process.env.GATEHOUSE_TEST_BIN, 'busy_window'), ['--listen', `127.0.0.1:${port}`, '--data-dir', join(home, 'data'), '--log-level', 'warning'], {
    env: { HOME: home, QT_QPA_PLATFORM: 'offscreen', XDG_CONFIG_HOME: join(home, 'xdg'), OCI_CONFIG_FILE: configFile, GATEHOUSE_OCI_ENDPOINT: endpoint, OCI_CLI_CERT_BUNDLE: certificate, GATEHOUSE_API_KEY: clientKey },
    input: true,
  });
  child.isReady.catch(() => {});
  const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });
  try {
    for (const limit = performance.now() + 20_000; ; await sleep(50)) {
      try { await ask(agent, port, body); break; } catch (error) { if (performance.now() > limit) throw error; }
    }
    await atSteadyRate(agent, port, body, 2000);
    const rows = [];
    for (const state of ['free', 'asleep', 'free again']) {
      if (state === 'asleep') child.child.stdin.write('5000\n');
      const times = await atSteadyRate(agent, port, body, 4800);
      rows.push({ state, p50: percentile(times, 50), p99: percentile(times, 99), count: times.length });
      await sleep(500);
    }
    if (!/asleep[\s\S]*awake/.test(child.stdout())) throw new Error(`the window did not sleep: ${child.output()}`);
    return rows;
  } finally {
    agent.destroy();
    await child.stop();
  }
}
