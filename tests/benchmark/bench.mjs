// SPDX-License-Identifier: MIT
// Measures the gateway beside nginx, everything in one run on this machine: compare the rows of
// one run, not runs with each other.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { clientKey, gatewayProgram, makeKey, remove, scratchFolder, start, startGateway, startOci, writeOciConfig } from '../e2e/harness.mjs';
import { measure, residentMegabytes, writeRequest } from './load.mjs';
import { makeCertificate, startNginx } from './nginx.mjs';
import { measureStreams } from './streams.mjs';

const seconds = Number(process.env.BENCH_SECONDS ?? 5);
const model = 'meta.llama-3.3-70b-instruct';
const messages = [{ role: 'system', content: 'Answer briefly.' }, { role: 'user', content: 'What is a gatehouse?' }];
const chat = JSON.stringify({ model, messages, max_tokens: 200, temperature: 0.2 });
const native = JSON.stringify({
  compartmentId: 'ocid1.compartment.oc1..aaaaexample',
  servingMode: { servingType: 'ON_DEMAND', modelId: model },
  chatRequest: { apiFormat: 'GENERIC', messages: messages.map(({ role, content }) => ({ role: role.toUpperCase(), content: [{ type: 'TEXT', text: content }] })), maxTokens: 200, temperature: 0.2, isStream: false },
});
const json = { 'content-type': 'application/json' };
const keyed = { ...json, authorization: `Bearer ${clientKey}` };

function table(head, rows) {
  const widths = head.map((title, i) => Math.max(title.length, ...rows.map((row) => String(row[i]).length)));
  const line = (cells) => '| ' + cells.map((cell, i) => i === 0 ? String(cell).padEnd(widths[i]) : String(cell).padStart(widths[i])).join(' | ') + ' |';
  console.log(line(head));
  console.log('|' + widths.map((width, i) => i === 0 ? '-'.repeat(width + 2) : '-'.repeat(width + 1) + ':').join('|') + '|');
  for (const row of rows) console.log(line(row));
  console.log();
}

const whole = (number) => Number.isNaN(number) ? '–' : Math.round(number).toString();

async function rates(folder, nginx, certificate, configFile) {
  const endpoint = `${nginx.upstreamUrl}/{region}/{service}`;
  const env = { GATEHOUSE_OCI_ENDPOINT: endpoint, OCI_CLI_CERT_BUNDLE: certificate, HOME: folder };
  const signing = await startGateway(join(folder, 'signing'), { configFile, env, args: ['--log-level', 'warning'] });
  const bare = start(join(process.env.GATEHOUSE_TEST_BIN, 'bench_gateway'), [nginx.upstreamUrl, certificate, clientKey], { ready: /listening on (http:\S+)/, env: { HOME: folder } });
  const bareUrl = (await bare.isReady)[1];
  const pool = /pooled|signing/i;

  const nativeScript = writeRequest(folder, 'native', json, native);
  const chatScript = writeRequest(folder, 'chat', keyed, chat);
  const action = '/us-chicago-1/inference.generativeai/20231130/actions/chat';
  const roads = [
    { name: 'direct (TLS)', url: nginx.upstreamUrl + action, script: nativeScript },
    { name: 'nginx as proxy', url: nginx.proxyUrl + action, script: nativeScript, pid: nginx.proxy.child.pid },
    { name: 'gateway, no signing', url: `${bareUrl}/chat/completions`, script: chatScript, pid: bare.child.pid },
    { name: 'gateway, signing', url: `${signing.baseUrl}/chat/completions`, script: chatScript, pid: signing.child.pid, signingThreads: pool },
  ];
  for (const connections of [1, 16, 64]) {
    const rows = [];
    let direct;
    for (const road of roads) {
      const result = await measure({ ...road, connections, seconds });
      direct ??= result;
      rows.push([road.name, whole(result.p50), whole(result.p50 - direct.p50), whole(result.p99), whole(result.p99 - direct.p99), whole(result.perSecond), whole(result.cpu), whole(result.signingCpu)]);
    }
    console.log(`Whole answers, ${connections} connection${connections > 1 ? 's' : ''} (µs)\n`);
    table(['road', 'p50', 'added', 'p99', 'added', 'requests/s', 'CPU/request', 'of it signing'], rows);
  }
  const resident = [['gateway, signing, after the load', residentMegabytes(signing.child.pid).toFixed(1)]];
  await signing.stop();
  await bare.stop();
  return resident;
}

async function streams(folder, key) {
  const bearer = 'sk-EXAMPLE-for-the-benchmark-only';
  const bearerFile = join(folder, 'bearer');
  writeFileSync(bearerFile, bearer);
  const oci = await startOci(folder, key, ['--bearer-file', bearerFile]);
  await oci.fault({ match: { path: '/chat/completions' }, times: 0, pacing: { events: 1, ms: 20 }, answerBytes: 400 });
  const base = `${oci.url}/us-chicago-1/inference.generativeai/openai/v1`;
  const gateway = await startGateway(join(folder, 'streams'), { env: { ORACLE_BASE_URL: base, ORACLE_API_KEY: bearer, ORACLE_MODELS: 'openai.gpt-oss-120b', HOME: folder }, args: ['--log-level', 'warning'] });
  const body = JSON.stringify({ model: 'openai.gpt-oss-120b', stream: true, messages });
  const rows = [];
  for (const count of [1, 64]) {
    const direct = await measureStreams({ url: `${base}/chat/completions`, headers: { authorization: `Bearer ${bearer}` }, body, count });
    const through = await measureStreams({ url: `${gateway.baseUrl}/chat/completions`, headers: { authorization: `Bearer ${clientKey}` }, body, count });
    const ms = (number) => number.toFixed(2);
    rows.push([count, ms(direct.first50), ms(through.first50 - direct.first50), ms(through.first99 - direct.first99), ms(direct.gap99), ms(through.gap99 - direct.gap99), through.events]);
  }
  console.log('Paced streams, 64 events of 20 ms each (ms)\n');
  table(['streams', 'first token, direct p50', 'added p50', 'added p99', 'gap, direct p99', 'added p99', 'events'], rows);
  const resident = ['gateway after the streams', residentMegabytes(gateway.child.pid).toFixed(1)];
  await gateway.stop();
  await oci.stop();
  return resident;
}

async function starting(folder) {
  const times = [];
  let idle;
  for (let i = 0; i < 9; ++i) {
    const begin = performance.now();
    const gateway = start(gatewayProgram, ['--demo', '--listen', '127.0.0.1:0', '--data-dir', join(folder, 'start')], { ready: /listening on/, env: { HOME: folder } });
    await gateway.isReady;
    times.push(performance.now() - begin);
    await sleep(300);
    idle = residentMegabytes(gateway.child.pid);
    await gateway.stop();
  }
  times.sort((a, b) => a - b);
  return [['gateway --demo, idle', idle.toFixed(1)], [`start to listening, median ${times[4].toFixed(0)} ms, worst ${times[8].toFixed(0)} ms`, '']];
}

const folder = scratchFolder();
try {
  const key = makeKey();
  const { configFile } = writeOciConfig(folder, key);
  const tls = makeCertificate(folder);
  const nginx = await startNginx(folder, tls);
  const resident = await rates(folder, nginx, tls.certificate, configFile);
  await nginx.stop();
  resident.push(await streams(folder, key));
  resident.push(...await starting(folder));
  console.log('Memory and start\n');
  table(['process', 'resident MB'], resident);
} finally {
  remove(folder);
}
process.exit(0);
