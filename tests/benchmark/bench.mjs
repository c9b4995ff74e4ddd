// SPDX-License-Identifier: MIT
// Measures the gateway beside nginx, everything in one run on this machine: compare the rows of
// one run, not runs with each other.
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { clientKey, gatewayProgram, makeKey, remove, scratchFolder, start, startGateway, startOci, tenancy, writeOciConfig } from '../e2e/harness.mjs';
import { measureBusyWindow } from './busywindow.mjs';
import { measureHangUps, measureIdleStreams } from './held.mjs';
import { measure, residentMegabytes, writeRequest } from './load.mjs';
import { makeCertificate, startNginx } from './nginx.mjs';
import { signedHeaders } from './signature.mjs';
import { measureStreams, percentile } from './streams.mjs';

const seconds = Number(process.env.BENCH_SECONDS ?? 2);
const rounds = 3; // of all roads in turn, so that what else the machine does meets all of them
const model = 'meta.llama-3.3-70b-instruct';
const messages = [{ role: 'system', content: 'Answer briefly.' }, { role: 'user', content: 'What is a gatehouse?' }];
const chat = (more) => JSON.stringify({ model, messages, temperature: 0.2, ...more });
const native = (more) => JSON.stringify({
  compartmentId: tenancy,
  servingMode: { servingType: 'ON_DEMAND', modelId: model },
  chatRequest: { apiFormat: 'GENERIC', messages: messages.map(({ role, content }) => ({ role: role.toUpperCase(), content: [{ type: 'TEXT', text: content }] })), temperature: 0.2, ...more },
});
const action = '/us-chicago-1/inference.generativeai/20231130/actions/chat';
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

  const nativeScript = writeRequest(folder, 'native', json, native({ isStream: false, maxTokens: 200 }));
  const chatScript = writeRequest(folder, 'chat', keyed, chat({ max_tokens: 200 }));
  const roads = [
    { name: 'direct (TLS)', url: nginx.upstreamUrl + action, script: nativeScript },
    { name: 'nginx as proxy', url: nginx.proxyUrl + action, script: nativeScript, pid: nginx.proxy.child.pid },
    { name: 'gateway, no signing', url: `${bareUrl}/chat/completions`, script: chatScript, pid: bare.child.pid },
    { name: 'gateway, signing', url: `${signing.baseUrl}/chat/completions`, script: chatScript, pid: signing.child.pid, signingThreads: pool },
  ];
  for (const connections of [1, 16, 64]) {
    const results = roads.map(() => []);
    for (let round = 0; round < rounds; ++round)
      for (const [i, road] of roads.entries()) results[i].push(await measure({ ...road, connections, seconds }));
    const middle = results.map((of) => Object.fromEntries(Object.keys(of[0]).map((key) => [key, percentile(of.map((result) => result[key]), 50)])));
    const direct = middle[0];
    const rows = middle.map((result, i) => [roads[i].name, whole(result.p50), whole(result.p50 - direct.p50), whole(result.p99), whole(result.p99 - direct.p99), whole(result.perSecond), whole(result.cpu), whole(result.signingCpu)]);
    console.log(`Whole answers, ${connections} connection${connections > 1 ? 's' : ''}, the middle of ${rounds} rounds (µs)\n`);
    table(['road', 'p50', 'added', 'p99', 'added', 'requests/s', 'CPU/request', 'of it signing'], rows);
  }
  const resident = [['gateway, signing, after the load', residentMegabytes(signing.child.pid).toFixed(1)]];
  await signing.stop();
  await bare.stop();
  return resident;
}

// The model answers in both dialects: with a bearer key OpenAI's is spoken, signed the native one.
// Each gateway is compared with a client that speaks to the upstream as the gateway does.
async function streams(folder, nginx, certificate, configFile, { bearer, key, oci }) {
  await oci.fault({ match: { path: '/chat' }, times: 0, pacing: { events: 1, ms: 20 } });
  const openai = '/us-chicago-1/inference.generativeai/openai/v1';
  const common = { OCI_CLI_CERT_BUNDLE: certificate, HOME: folder };
  const quiet = ['--log-level', 'warning'];
  const startBare = (name) => startGateway(join(folder, name), { env: { ...common, ORACLE_BASE_URL: nginx.streamsUrl + openai, ORACLE_API_KEY: bearer, ORACLE_MODELS: model }, args: quiet });
  const bare = await startBare('unsigned');
  const signing = await startGateway(join(folder, 'streams'), { configFile, env: { ...common, GATEHOUSE_OCI_ENDPOINT: `${nginx.streamsUrl}/{region}/{service}` }, args: quiet });
  const body = chat({ stream: true, max_tokens: 64 });
  const nativeBody = native({ isStream: true, maxTokens: 64 });
  const toUpstream = () => ({ authorization: `Bearer ${bearer}` });
  const toGateway = () => ({ authorization: `Bearer ${clientKey}` });
  const signed = signedHeaders(key, nginx.streamsUrl + action, nativeBody);
  const roads = [
    { name: 'direct, bearer key', url: `${nginx.streamsUrl}${openai}/chat/completions`, headers: toUpstream, body, isDirect: true },
    { name: 'nginx as proxy, bearer key', url: `${nginx.streamsProxyUrl}${openai}/chat/completions`, headers: toUpstream, body },
    { name: 'gateway, no signing', url: `${bare.baseUrl}/chat/completions`, headers: toGateway, body },
    { name: 'direct, signed beforehand', url: nginx.streamsUrl + action, headers: () => signed, body: nativeBody, isDirect: true },
    { name: 'gateway, signing', url: `${signing.baseUrl}/chat/completions`, headers: toGateway, body },
  ];
  const ms = (number) => number.toFixed(2);
  for (const count of [1, 128, 512]) {
    const rows = [];
    let direct;
    for (const road of roads) {
      const result = await measureStreams({ ...road, count, certificate });
      if (road.isDirect) direct = result;
      rows.push([road.name, ms(result.first50), ms(result.first50 - direct.first50), ms(result.first99 - direct.first99), ms(result.gap50), ms(result.gap99), ms(result.gap99 - direct.gap99), result.count]);
    }
    console.log(`Streams of one token every 20 ms, ${count} at once (ms)\n`);
    table(['road', 'first token p50', 'added p50', 'added p99', 'gap p50', 'gap p99', 'added p99', 'gaps'], rows);
  }
  // One that has seen no load: what that leaves behind would be used again.
  const fresh = await startBare('held');
  const held = await measureIdleStreams({ url: `${fresh.baseUrl}/chat/completions`, headers: toGateway, body, pid: fresh.child.pid, oci });
  await fresh.stop();
  console.log(`Idle streams: ${held.count} held open take ${held.kilobytesEach.toFixed(1)} KB each\n`);
  const left = await measureHangUps({ url: `${bare.baseUrl}/chat/completions`, headers: toGateway, body, oci });
  console.log(`Client hangs up to upstream closed (ms)\n`);
  table(['phase', 'median', 'worst', 'times'], left.map(({ phase, times }) => [phase, ms(percentile(times, 50)), ms(Math.max(...times)), times.length]));
  const resident = [['gateway, no signing, after the streams', residentMegabytes(bare.child.pid).toFixed(1)], ['gateway, signing, after the streams', residentMegabytes(signing.child.pid).toFixed(1)]];
  await bare.stop();
  await signing.stop();
  return resident;
}

async function starting(folder, name, args, more) {
  const times = [];
  let idle;
  for (let i = 0; i < 9; ++i) {
    const begin = performance.now();
    const gateway = start(gatewayProgram, [...args, '--listen', '127.0.0.1:0', '--data-dir', join(folder, 'start')], { ready: /listening on/, env: { HOME: folder, ...more } });
    await gateway.isReady;
    times.push(performance.now() - begin);
    await sleep(300);
    idle = residentMegabytes(gateway.child.pid);
    await gateway.stop();
  }
  return [`${name}, idle`, idle.toFixed(1), percentile(times, 50).toFixed(0), Math.max(...times).toFixed(0)];
}

const folder = scratchFolder();
try {
  const key = makeKey();
  const { configFile } = writeOciConfig(folder, key);
  const tls = makeCertificate(folder);
  const bearer = 'sk-EXAMPLE-for-the-benchmark-only';
  const bearerFile = join(folder, 'bearer');
  writeFileSync(bearerFile, bearer);
  const oci = await startOci(folder, key, ['--bearer-file', bearerFile]);
  const nginx = await startNginx(folder, tls, oci.url);
  const resident = await rates(folder, nginx, tls.certificate, configFile);
  resident.push(...await streams(folder, nginx, tls.certificate, configFile, { bearer, key, oci }));
  if (existsSync(join(process.env.GATEHOUSE_TEST_BIN, 'busy_window'))) {
    const rows = await measureBusyWindow(folder, { configFile, endpoint: `${nginx.upstreamUrl}/{region}/{service}`, certificate: tls.certificate, body: chat({ max_tokens: 200 }) });
    console.log("The window's gateway at 200 requests/s, signing (ms)\n");
    table(['GUI thread', 'p50', 'p99', 'requests'], rows.map(({ state, p50, p99, count }) => [state, p50.toFixed(2), p99.toFixed(2), count]));
  }
  await nginx.stop();
  await oci.stop();
  resident.push(await starting(folder, 'gateway, a bearer key', [], { ORACLE_BASE_URL: `${nginx.upstreamUrl}/openai/v1`, ORACLE_API_KEY: bearer, ORACLE_MODELS: model }));
  resident.push(await starting(folder, 'gateway --demo', ['--demo'], {}));
  console.log('Memory, and milliseconds from the start to listening\n');
  table(['process', 'resident MB', 'start p50', 'worst'], resident.map((row) => Object.assign(['', '', '', ''], row)));
} finally {
  remove(folder);
}
process.exit(0);
