// SPDX-License-Identifier: MIT
// What the gateway tells of its work: metrics, the request log, usage, and streams fetched again.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { request } from 'node:http';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { after, before, describe, test } from 'node:test';
import { clientKey, gatewayProgram, makeKey, remove, scratchFolder, startGateway, startOci, writeOciConfig } from './harness.mjs';

const model = 'meta.llama-3.3-70b-instruct';
const authorized = { authorization: `Bearer ${clientKey}`, 'content-type': 'application/json' };

let folder, oci, gateway, configFile;

before(async () => {
  folder = scratchFolder();
  const key = makeKey();
  ({ configFile } = writeOciConfig(folder, key));
  oci = await startOci(folder, key);
  gateway = await startGateway(folder, { oci, configFile });
});

after(async () => {
  const end = await gateway?.stop();
  await oci?.stop();
  remove(folder);
  assert.equal(end?.code, 0, gateway?.stderr());
});

const get = (path, headers = {}) => fetch(`${gateway.baseUrl}${path}`, { headers: { ...authorized, ...headers } });
const chat = (body, headers = {}) => fetch(`${gateway.baseUrl}/chat/completions`, {
  method: 'POST', headers: { ...authorized, ...headers },
  body: JSON.stringify({ model, messages: [{ role: 'user', content: 'Say hello to the harbour master.' }], ...body }),
});
const usageOf = async (query = '') => await (await get(`/usage${query}`)).json();
const requests = async (limit = 100) => (await (await get(`/requests?limit=${limit}`)).json()).data;

/** A POST whose connection can be cut: the bytes of the answer so far, its head, and `cut()`. */
function openStream(headers, prompt = 'Tell me of the harbour.') {
  const url = new URL(`${gateway.baseUrl}/chat/completions`);
  const stream = { text: '', head: null };
  stream.ended = new Promise((resolve, reject) => {
    const call = request(url, { method: 'POST', headers: { ...authorized, ...headers } }, (response) => {
      stream.head = response;
      response.setEncoding('utf8');
      response.on('data', (data) => { stream.text += data; });
      response.on('end', () => resolve('ended'));
      response.on('error', () => resolve('broken'));
    });
    call.on('error', (error) => (stream.head ? resolve('broken') : reject(error)));
    call.end(JSON.stringify({ model, stream: true, messages: [{ role: 'user', content: prompt }] }));
    stream.cut = () => call.destroy();
  });
  stream.ended.catch(() => {});
  stream.until = async (done) => {
    for (let i = 0; i < 400 && !done(stream); ++i) await sleep(10);
    assert.ok(done(stream), `never came: ${stream.text}`);
  };
  return stream;
}

const events = (text) => text.split('\n\n').length - 1;
const withoutComments = (text) => text.split('\n\n').filter((event) => !event.startsWith(':')).join('\n\n');

/** Samples by name and labels; throws where the text is not Prometheus' format. */
async function metrics() {
  const response = await fetch(new URL('/metrics', gateway.baseUrl), { headers: authorized });
  assert.equal(response.status, 200);
  assert.equal(response.headers.get('content-type'), 'text/plain; version=0.0.4; charset=utf-8');
  const samples = new Map();
  const text = await response.text();
  assert.ok(text.endsWith('\n'));
  for (const line of text.trimEnd().split('\n')) {
    if (line.startsWith('#')) {
      assert.match(line, /^# (HELP|TYPE) [a-z_]+ \S/);
      continue;
    }
    const match = /^([a-z_]+)(\{(?:[a-z_]+="(?:[^"\\\n]|\\[\\"n])*",?)+\})? ([0-9.e+-]+|\+Inf|NaN)$/.exec(line);
    assert.ok(match, line);
    samples.set(match[1] + (match[2] ?? ''), Number(match[3]));
  }
  return samples;
}
const sum = (samples, start) => [...samples].filter(([name]) => name.startsWith(start)).reduce((all, [, value]) => all + value, 0);

describe('metrics', () => {
  test('need a key', async () => {
    assert.equal((await fetch(new URL('/metrics', gateway.baseUrl))).status, 401);
  });

  test('count what was done', async () => {
    const before = await metrics();
    const whole = await (await chat({})).json();
    const streamed = await (await chat({ stream: true, stream_options: { include_usage: true } })).text();
    assert.equal((await chat({ model: 'made.up-model-that-no-list-has', messages: [] })).status, 400);
    const usage = JSON.parse(streamed.match(/data: (\{.*"usage":\{.*)\n/)[1]).usage;

    const now = await metrics();
    const grown = (start) => sum(now, start) - sum(before, start);
    assert.equal(grown(`gatehouse_requests_total{route="/chat/completions",status="200"`), 2);
    assert.equal(grown(`gatehouse_requests_total{route="/chat/completions",status="400"`), 1);
    assert.equal(grown(`gatehouse_tokens_total{model="${model}",kind="input"}`), whole.usage.prompt_tokens + usage.prompt_tokens);
    assert.equal(grown(`gatehouse_tokens_total{model="${model}",kind="output"}`), whole.usage.completion_tokens + usage.completion_tokens);
    assert.equal(grown('gatehouse_time_to_first_token_seconds_count'), 2);
    assert.equal(grown('gatehouse_phase_seconds_count{phase="sign"}'), 2);
    assert.ok(grown('gatehouse_phase_seconds_sum{phase="sign"}') > 0);
    assert.equal(grown('gatehouse_upstream_requests_total'), 2);
    assert.ok(now.get('process_resident_memory_bytes') > 1e6);
    assert.ok(sum(now, 'gatehouse_connections_open') >= 1);
    assert.equal(sum(now, 'gatehouse_streams_active'), 0);
    assert.ok([...now.keys()].some((name) => /^gatehouse_build_info\{version="[0-9.]+"/.test(name)));
  });

  test('OpenMetrics if asked for', async () => {
    const response = await fetch(new URL('/metrics', gateway.baseUrl), { headers: { ...authorized, accept: 'application/openmetrics-text; version=1.0.0' } });
    assert.match(response.headers.get('content-type'), /^application\/openmetrics-text/);
    assert.match(await response.text(), /\n# EOF\n$/);
  });
});

describe('headers', () => {
  for (const stream of [false, true]) {
    test(`Server-Timing and x-request-id${stream ? ', streamed' : ''}`, async () => {
      const response = await chat({ stream });
      await response.text();
      assert.match(response.headers.get('server-timing'),
        /^queue;dur=\d+\.\d{3}, sign;dur=\d+\.\d{3}, connect;dur=\d+\.\d{3}, upstream;dur=\d+\.\d{3}, gateway;dur=\d+\.\d{3}$/);
      const id = response.headers.get('x-request-id');
      assert.equal((await requests(1))[0].id, id);
    });
  }

  test('refusals have them, too', async () => {
    const response = await fetch(`${gateway.baseUrl}/models`);
    assert.equal(response.status, 401);
    assert.match(response.headers.get('server-timing'), /gateway;dur=/);
    const [record] = await requests(1);
    assert.equal(record.id, response.headers.get('x-request-id'));
    assert.equal(record.outcome, 'refused');
    assert.equal(record.error_code, 'invalid_api_key');
    assert.equal(record.route, '/models');
  });
});

describe('the request log', () => {
  test('tells what a request was', async () => {
    const response = await chat({}, { 'user-agent': 'harbour/1.0', 'x-request-id': 'mine-1' });
    const answer = await response.json();
    const [record] = await requests(1);
    assert.equal(record.method, 'POST');
    assert.equal(record.route, '/chat/completions');
    assert.equal(record.model, model);
    assert.equal(record.stream, false);
    assert.equal(record.status, 200);
    assert.equal(record.user_agent, 'harbour/1.0');
    assert.equal(record.client_request_id, 'mine-1');
    assert.equal(record.opc_request_id, response.headers.get('x-oci-request-id'));
    assert.deepEqual([record.tokens.input, record.tokens.output, record.tokens.estimated],
      [answer.usage.prompt_tokens, answer.usage.completion_tokens, false]);
    assert.ok(record.times_ms.sign > 0 && record.times_ms.upstream > 0);
    assert.ok(record.times_ms.total >= record.times_ms.first_token);
    assert.ok(!('request_body' in record));
  });

  test('a client that hangs up leaves its tokens so far', async () => {
    await oci.fault({ match: { path: '/actions/chat' }, pacing: { events: 1, ms: 20 } });
    const stream = openStream({});
    await stream.until(({ text }) => events(text) > 10);
    stream.cut();
    for (let i = 0; i < 100 && (await metrics()).get('gatehouse_streams_active') !== 0; ++i) await sleep(10);
    const record = (await requests()).find(({ id }) => id === stream.head.headers['x-request-id']);
    assert.equal(record.outcome, 'client_left');
    assert.equal(record.tokens.estimated, true);
    assert.ok(record.tokens.output > 0);
    assert.equal((await oci.state()).open, 0);
  });

  test('bodies only while they are asked for, without keys', async () => {
    const post = (minutes) => fetch(`${gateway.baseUrl}/requests/bodies`, { method: 'POST', headers: authorized, body: JSON.stringify({ minutes }) });
    assert.equal((await post(1000)).status, 400);
    assert.equal((await (await post(5)).json()).recording_bodies, true);
    await (await chat({ api_key: 'very-secret-value', messages: [{ role: 'user', content: 'Remember the lighthouse.' }] })).text();
    const record = (await requests(2)).find(({ route }) => route === '/chat/completions');
    assert.match(record.request_body, /lighthouse/);
    assert.doesNotMatch(record.request_body, /very-secret-value/);
    assert.match(record.answer_body, /choices|error/);
    assert.equal((await (await post(0)).json()).recording_bodies, false);
    assert.ok((await requests()).every((each) => !('request_body' in each)));
    assert.doesNotMatch(gateway.output(), /lighthouse|very-secret-value/);
  });
});

describe('streams', () => {
  test('a finished one can be fetched again', async () => {
    const response = await chat({ stream: true });
    const text = await response.text();
    const id = JSON.parse(text.match(/data: (\{.*)\n/)[1]).id;
    for (const name of [id, response.headers.get('x-request-id')])
      assert.equal(await (await get(`/streams/${name}`)).text(), text);
    assert.equal((await get('/streams/chatcmpl-nothing')).status, 404);
    assert.equal((await get(`/streams/${id}?after=x`)).status, 400);
  });

  test('one that goes on without its client is taken up where it broke, byte for byte', async () => {
    await oci.fault({ match: { path: '/actions/chat' }, pacing: { events: 1, ms: 15 } });
    const broken = openStream({ 'x-gatehouse-resume': '1' });
    await broken.until(({ text }) => events(text) > 8);
    broken.cut();
    const first = broken.text.slice(0, broken.text.lastIndexOf('\n\n') + 2);
    const last = first.match(/^id: (\d+)$/gm).at(-1).slice(4);
    const id = JSON.parse(first.match(/data: (\{.*)\n/)[1]).id;

    const rest = await (await get(`/streams/${id}`, { 'last-event-id': last })).text();
    const all = await (await get(`/streams/${id}`)).text();

    assert.ok(rest.startsWith(`id: ${Number(last) + 1}\n`));
    assert.match(rest, /data: \[DONE\]\n\n$/);
    assert.equal(withoutComments(first) + withoutComments(rest), all);
    const record = (await requests()).find((each) => each.id === broken.head.headers['x-request-id']);
    assert.equal(record.outcome, 'answered');
    assert.equal(record.tokens.estimated, false);
  });

  test('one that its client let go of ends, and what came is kept', async () => {
    await oci.fault({ match: { path: '/actions/chat' }, pacing: { events: 1, ms: 20 } });
    const stream = openStream({});
    await stream.until(({ text }) => events(text) > 5);
    stream.cut();
    await sleep(100);
    const response = await get(`/streams/${stream.head.headers['x-request-id']}`);
    assert.equal(response.status, 200);
    let text = '';
    await assert.rejects(async () => {
      for await (const chunk of response.body) text += Buffer.from(chunk).toString();
    });
    assert.ok(text.startsWith(withoutComments(stream.text)));
    assert.ok(events(text) > 5);
    assert.doesNotMatch(text, /DONE/);
  });
});

describe('usage', () => {
  test('survives kill -9 a second later, and has a price where one is set', async () => {
    await (await chat({})).json();
    await sleep(1000);
    const { total } = await usageOf();
    gateway.child.kill('SIGKILL');
    await gateway.ended;
    writeFileSync(join(folder, 'data', 'prices.json'),
      JSON.stringify({ currency: 'USD', prices: [{ model: 'meta.*', input: 1000000, output: 0 }] }));

    const env = { HOME: folder, XDG_CONFIG_HOME: join(folder, 'xdg'), OCI_CONFIG_FILE: configFile };
    const table = execFileSync(gatewayProgram, ['usage', '--days', '2', '--data-dir', join(folder, 'data')], { env, encoding: 'utf8' });
    const [, ...lines] = table.trimEnd().split('\n');
    assert.ok(lines.some((line) => line.includes(model)), table);
    assert.match(lines.at(-1), new RegExp(`^all +${total.requests} `));

    gateway = await startGateway(folder, { oci, configFile });
    const after = await usageOf('?group_by=model');
    assert.equal(after.total.requests, total.requests);
    assert.equal(after.total.input_tokens, total.input_tokens);
    assert.equal(after.total.output_tokens, total.output_tokens);
    const row = after.data.find((each) => each.model === model);
    assert.equal(row.currency, 'USD');
    assert.equal(row.estimated_cost, row.input_tokens);
  });

  test('refuses days that are none', async () => {
    assert.equal((await get('/usage?from=yesterday')).status, 400);
    assert.equal((await get('/usage?group_by=colour')).status, 400);
    assert.equal((await usageOf('?from=2020-01-01&to=2020-01-02')).data.length, 0);
  });
});
