// SPDX-License-Identifier: MIT
// Rules of the wire that only a real client and the real program can show: pools of connections,
// curl, large bodies, the shape of every error, sockets, and that a request chooses no destination.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { Agent, request } from 'node:http';
import { createServer } from 'node:net';
import { existsSync, statSync, writeFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { deflateSync, gzipSync } from 'node:zlib';
import { clientKey, gatewayProgram, makeKey, remove, scratchFolder, startGateway, startOci, start, writeOciConfig } from './harness.mjs';

const llama = 'meta.llama-3.3-70b-instruct';
const vision = 'meta.llama-4-maverick-17b-128e-instruct-fp8';
const authorized = { authorization: `Bearer ${clientKey}` };
const json = { 'content-type': 'application/json' };
const question = (more = {}) => JSON.stringify({ model: llama, messages: [{ role: 'user', content: 'Say hello to the harbour master.' }], ...more });
const run = promisify(execFile);

let folder, oci, gateway, socketPath;

before(async () => {
  folder = scratchFolder();
  socketPath = join(folder, 'gatehouse.sock');
  const key = makeKey();
  const { configFile } = writeOciConfig(folder, key);
  oci = await startOci(folder, key);
  gateway = await startGateway(folder, { oci, configFile, args: ['--socket', socketPath] });
});

after(async () => {
  const end = await gateway?.stop();
  await oci?.stop();
  remove(folder);
  assert.equal(end?.code, 0, gateway?.stderr());
});

afterEach(async () => { await oci.noFaults(); });

const urlOf = (path) => new URL(path, gateway.baseUrl);
const post = (path, body, headers = {}) => fetch(urlOf(path), { method: 'POST', headers: { ...authorized, ...json, ...headers }, body });
const curl = async (...args) => {
  const { stdout, stderr } = await run('curl', ['--silent', '--show-error', '--max-time', '20', ...args], { maxBuffer: 64 << 20 });
  return { stdout, stderr };
};

/** One request over an agent: its status, text, and whether the connection had served before. */
function ask(agent, path, { method = 'GET', headers = {}, body } = {}) {
  return new Promise((resolve, reject) => {
    const call = request(urlOf(path), { agent, method, headers: { ...authorized, ...headers } }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (data) => { text += data; });
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, text, reused: call.reusedSocket }));
    });
    call.on('error', reject);
    call.end(body);
  });
}

describe('connections', () => {
  test('a pool uses them again long after five seconds', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1, timeout: 60_000 });
    assert.equal((await ask(agent, '/v1/models')).reused, false);
    const streamed = await ask(agent, '/v1/chat/completions', { method: 'POST', headers: json, body: question({ stream: true }) });
    assert.equal(streamed.reused, true, 'after a whole answer');
    assert.match(streamed.text, /\[DONE\]/);
    await sleep(7000);
    const late = await ask(agent, '/v1/models');
    assert.equal(late.status, 200);
    assert.equal(late.reused, true, 'after a stream and seven seconds of silence');
    agent.destroy();
  });

  test('HTTP/1.0 and Connection: close are answered', async () => {
    const old = await curl('--http1.0', '--include', '--header', `Authorization: Bearer ${clientKey}`, urlOf('/v1/models').href);
    assert.match(old.stdout, /^HTTP\/1\.1 200[^]*\r\nConnection: close\r\n/);
    assert.ok(old.stdout.includes(llama));
    const stream = await curl('--http1.0', '--include', '--header', `Authorization: Bearer ${clientKey}`, '--json', question({ stream: true }), urlOf('/v1/chat/completions').href);
    assert.doesNotMatch(stream.stdout, /transfer-encoding/i);
    assert.match(stream.stdout, /data: \[DONE\]\n\n$/);
    const closing = await ask(false, '/v1/models', { headers: { connection: 'close' } });
    assert.equal(closing.status, 200);
    assert.equal(closing.headers.connection, 'close');
  });
});

describe('bodies', () => {
  test('curl waits for 100 Continue and gets it', async () => {
    const file = join(folder, 'large.json');
    writeFileSync(file, question({ metadata: { padding: 'x'.repeat(2 << 20) } }));
    const { stdout, stderr } = await curl('--verbose', '--expect100-timeout', '15', '--header', `Authorization: Bearer ${clientKey}`, '--header', 'Expect: 100-continue',
      '--header', 'Content-Type: application/json', '--data-binary', `@${file}`, urlOf('/v1/chat/completions').href);
    assert.match(stderr, /< HTTP\/1\.1 100 Continue/);
    assert.doesNotMatch(stderr, /Done waiting for 100-continue/);
    assert.match(stdout, /"finish_reason":"stop"/);
  });

  test('curl is refused before it sends what nobody would read', async () => {
    const file = join(folder, 'large.json');
    writeFileSync(file, question({ metadata: { padding: 'x'.repeat(2 << 20) } }));
    const { stderr } = await curl('--verbose', '--expect100-timeout', '15', '--header', 'Authorization: Bearer wrong', '--header', 'Expect: 100-continue',
      '--header', 'Content-Type: application/json', '--data-binary', `@${file}`, '--write-out', '%{stderr}sent %{size_upload} ', urlOf('/v1/chat/completions').href);
    assert.match(stderr, /< HTTP\/1\.1 401/);
    assert.match(stderr, /sent 0 /);
  });

  test('chunked, gzip and deflate are read', async () => {
    const plain = question();
    const agent = new Agent();
    for (const [headers, body] of [
      [{ 'transfer-encoding': 'chunked' }, plain],
      [{ 'content-encoding': 'gzip' }, gzipSync(plain)],
      [{ 'content-encoding': 'gzip', 'transfer-encoding': 'chunked' }, gzipSync(plain)],
      [{ 'content-encoding': 'deflate' }, deflateSync(plain)],
    ]) {
      const answer = await ask(agent, '/v1/chat/completions', { method: 'POST', headers: { ...json, ...headers }, body });
      assert.equal(answer.status, 200, `${JSON.stringify(headers)} ${answer.text}`);
    }
    agent.destroy();
  });

  test('what inflates without end is refused', async () => {
    const bomb = gzipSync(Buffer.concat([Buffer.from('{"model":"'), Buffer.alloc(80 << 20, 'x')]));
    assert.ok(bomb.length < 200_000);
    const answer = await post('/v1/chat/completions', bomb, { 'content-encoding': 'gzip' });
    assert.equal(answer.status, 413);
    assert.equal((await answer.json()).error.code, 'request_too_large');
  });

  test('a picture of 22 MB reaches the model', async () => {
    // One pixel and a comment.
    const pixel = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
    const url = `data:image/png;base64,${Buffer.concat([pixel, Buffer.alloc(22 << 20, 7)]).toString('base64')}`;
    const body = JSON.stringify({ model: vision, messages: [{ role: 'user', content: [{ type: 'text', text: 'What is this?' }, { type: 'image_url', image_url: { url } }] }] });
    assert.ok(body.length > 29 << 20);
    const answer = await post('/v1/chat/completions', body);
    const text = await answer.text();
    assert.equal(answer.status, 200, text.slice(0, 300));
    assert.match(JSON.parse(text).choices[0].message.content, /image/i);
  });
});

describe('errors', () => {
  const routes = ['/v1/chat/completions', '/v1/completions', '/v1/embeddings', '/v1/responses', '/v1/moderations', '/v1/rerank'];
  const cases = [
    ['no key', { headers: { authorization: '' } }, 401, 'invalid_api_key'],
    ['a wrong key', { headers: { authorization: 'Bearer wrong' } }, 401, 'invalid_api_key'],
    ['another method', { method: 'DELETE', body: undefined }, 405, 'method_not_allowed'],
    ['text/plain', { headers: { 'content-type': 'text/plain' } }, 415, 'unsupported_content_type'],
    ['an unknown coding', { headers: { 'content-encoding': 'br' } }, 415, 'unsupported_content_encoding'],
    ['malformed JSON', { body: '{"model":' }, 400, 'invalid_json'],
    ['no object', { body: '[]' }, 400, 'invalid_json'],
    ['nothing of use', { body: '{}' }, 400, null],
    ['a foreign page', { headers: { origin: 'https://evil.example' } }, 403, 'origin_not_allowed'],
  ];
  for (const path of routes) {
    test(`have one shape at ${path}`, async () => {
      const seen = (await oci.state()).total;
      for (const [name, { method = 'POST', headers = {}, body = '{}' }, status, code] of cases) {
        const answer = await fetch(urlOf(path), { method, headers: { ...authorized, ...json, ...headers }, body: method === 'POST' ? body : undefined });
        const text = await answer.text();
        const where = `${name}: ${answer.status} ${text}`;
        assert.equal(answer.status, status, where);
        assert.match(answer.headers.get('content-type'), /^application\/json/, where);
        const parsed = JSON.parse(text);
        assert.deepEqual(Object.keys(parsed), ['error'], where);
        assert.deepEqual(Object.keys(parsed.error).sort(), ['code', 'message', 'param', 'type'], where);
        assert.ok(parsed.error.message.length > 0 && parsed.error.type.length > 0, where);
        if (code) assert.equal(parsed.error.code, code, where);
        if (status === 405) assert.match(answer.headers.get('allow'), /POST/);
      }
      assert.equal((await oci.state()).total, seen, 'nothing may go upstream');
    });
  }

  test("of the service keep their status, its words and its request's id", async () => {
    for (const [status, code, expected] of [[400, 'InvalidParameter', 400], [403, 'NotAllowed', 403], [404, 'NotAuthorizedOrNotFound', 404], [429, 'TooManyRequests', 429], [503, 'ServiceUnavailable', 503]]) {
      for (const stream of [false, true]) {
        await oci.fault({ match: { path: '/actions/chat' }, times: 0, status, code, message: 'The tide is out.', retryAfter: 60 });
        const answer = await post('/v1/chat/completions', question({ stream }));
        const text = await answer.text();
        assert.equal(answer.status, expected, text);
        const id = answer.headers.get('x-oci-request-id');
        assert.ok(id, text);
        assert.ok(JSON.parse(text).error.message.includes(id), text);
        assert.match(text, /The tide is out\./);
        if (status === 429) {
          assert.ok(Number(answer.headers.get('retry-after')) > 50);
          assert.ok(Number(answer.headers.get('retry-after-ms')) > 50_000);
        }
        await oci.noFaults();
      }
    }
  });
});

describe('hanging up', () => {
  const closed = async (what) => {
    const left = performance.now();
    while ((await oci.state()).open > 0) {
      assert.ok(performance.now() - left < 100, `${what} took too long`);
      await sleep(2);
    }
  };

  test('between two attempts ends them', async () => {
    await oci.fault({ match: { path: '/actions/chat' }, times: 0, status: 429, code: 'TooManyRequests', message: 'Slow down.', retryAfter: 2 });
    const seen = (await oci.state()).total;
    const controller = new AbortController();
    const asked = fetch(urlOf('/v1/chat/completions'), { method: 'POST', headers: { ...authorized, ...json }, body: question({ stream: true }), signal: controller.signal });
    for (let i = 0; i < 500 && (await oci.state()).total === seen; ++i) await sleep(5);
    await sleep(200); // the refusal has come, the next attempt waits
    controller.abort();
    await assert.rejects(asked);
    await sleep(2500);
    assert.equal((await oci.state()).total, seen + 1);
  });

  for (const stream of [false, true]) {
    test(`while the model is silent closes the upstream, ${stream ? 'streamed' : 'whole'}`, async () => {
      await oci.fault({ match: { path: '/actions/chat' }, ...(stream ? { stallAfterEvents: 1 } : { delayMs: 20000 }) });
      const controller = new AbortController();
      const asked = fetch(urlOf('/v1/chat/completions'), { method: 'POST', headers: { ...authorized, ...json }, body: question({ stream }), signal: controller.signal });
      if (stream) await (await asked).body.getReader().read();
      for (let i = 0; i < 500 && (await oci.state()).open === 0; ++i) await sleep(5);
      controller.abort();
      if (!stream) await assert.rejects(asked);
      await closed('the hang-up');
    });
  }
});

test('no request chooses where it goes', async () => {
  let connections = 0;
  const elsewhere = createServer((socket) => { ++connections; socket.destroy(); }).listen(0, '127.0.0.1');
  await new Promise((resolve) => elsewhere.once('listening', resolve));
  const host = `127.0.0.1:${elsewhere.address().port}`;
  const evil = `http://${host}`;
  const text = [{ role: 'user', content: 'Ahoy' }];
  const picture = [{ role: 'user', content: [{ type: 'text', text: 'What is it?' }, { type: 'image_url', image_url: { url: `${evil}/a.png` } }] }];
  const calls = [];
  for (const name of ['api_base', 'base_url', 'baseUrl', 'endpoint', 'url', 'host', 'custom_host', 'service_endpoint', 'region', 'provider', 'proxy', 'callback_url', 'webhook']) calls.push(['/v1/chat/completions', { model: llama, messages: text, [name]: name === 'region' ? `${host}/` : evil }, {}]);
  for (const name of ['x-portkey-custom-host', 'x-forwarded-host', 'x-forwarded-for', 'forwarded', 'x-original-url', 'x-rewrite-url', 'x-base-url', 'x-upstream', 'api-base', 'x-target-url', 'referer', 'helicone-target-url', 'x-region']) calls.push(['/v1/chat/completions', { model: llama, messages: text }, { [name]: evil }]);
  for (const model of [evil, `${evil}/v1/${llama}`, `oci/${evil}`, `${host}/${llama}`, `${host}#/${llama}`, `us-chicago-1.${host}/${llama}`, '../../../etc', `@${host}/${llama}`]) calls.push(['/v1/chat/completions', { model, messages: text }, {}]);
  calls.push(['/v1/chat/completions', { model: vision, messages: picture }, {}]);
  calls.push(['/v1/messages', { model: vision, max_tokens: 9, messages: [{ role: 'user', content: [{ type: 'image', source: { type: 'url', url: `${evil}/a.png` } }] }] }, {}]);
  calls.push(['/v1/responses', { model: vision, input: [{ role: 'user', content: [{ type: 'input_image', image_url: `${evil}/a.png` }, { type: 'input_file', file_url: `${evil}/a.pdf` }] }] }, {}]);
  calls.push(['/v1/responses', { model: llama, input: 'Ahoy', tools: [{ type: 'mcp', server_label: 'x', server_url: evil }] }, {}]);
  calls.push(['/v1/embeddings', { model: 'cohere.embed-v4.0', input: `${evil}/a.png`, base_url: evil }, {}]);
  calls.push([`/v1/models/${encodeURIComponent(evil)}`, null, {}]);
  for (const [path, body, headers] of calls) {
    const answer = body ? await post(path, JSON.stringify(body), headers) : await fetch(urlOf(path), { headers: authorized });
    await answer.text();
    assert.ok(answer.status < 500 || answer.status === 502, `${path} ${answer.status} ${JSON.stringify(body)}`);
    assert.equal(connections, 0, `${path} ${JSON.stringify(body)} ${JSON.stringify(headers)}`);
  }
  const tunnelled = await curl('--proxytunnel', '--proxy', urlOf('/').origin, '--write-out', '%{http_connect}', evil).catch((error) => error);
  assert.doesNotMatch(String(tunnelled.stdout), /200/);
  const proxied = await curl('--proxy', urlOf('/').origin, '--header', `Authorization: Bearer ${clientKey}`, '--write-out', '%{http_code}', `${evil}/v1/models`);
  assert.match(proxied.stdout, /403$/);
  assert.equal(connections, 0);
  elsewhere.close();
});

test('localhost is both address families', async () => {
  const free = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => free.once('listening', resolve));
  const { port } = free.address();
  await new Promise((resolve) => free.close(resolve));
  const data = join(folder, 'families');
  const both = start(gatewayProgram, ['--demo', '--data-dir', data], {
    env: { HOME: folder, XDG_CONFIG_HOME: join(folder, 'xdg'), PORT: String(port), GATEHOUSE_API_KEY: clientKey }, ready: /listening on (http:\S+)/,
  });
  await both.isReady;
  const hasSix = Object.values(networkInterfaces()).flat().some(({ address }) => address === '::1');
  for (const host of ['localhost', '127.0.0.1', ...(hasSix ? ['[::1]'] : [])]) {
    const answer = await fetch(`http://${host}:${port}/v1/models`, { headers: authorized });
    assert.equal(answer.status, 200, host);
    await answer.text();
  }
  assert.equal((await both.stop()).code, 0);
});

describe('the Unix socket', () => {
  test('is for this user only, and curl speaks it', async () => {
    assert.equal(statSync(socketPath).mode & 0o777, 0o600);
    const { stdout } = await curl('--unix-socket', socketPath, '--header', `Authorization: Bearer ${clientKey}`, 'http://localhost/v1/models');
    assert.ok(stdout.includes(llama));
    const keyless = await curl('--unix-socket', socketPath, '--write-out', '%{http_code}', 'http://localhost/v1/models');
    assert.match(keyless.stdout, /401$/);
  });

  test('is spoken by nginx, which streams through it', { skip: !existsSync('/usr/sbin/nginx') && 'there is no nginx' }, async () => {
    const free = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => free.once('listening', resolve));
    const { port } = free.address();
    await new Promise((resolve) => free.close(resolve));
    const place = join(folder, 'nginx.conf');
    writeFileSync(place, `${process.getuid() === 0 ? 'user root;' : ''} daemon off; pid ${folder}/nginx.pid; error_log stderr; worker_processes 1; events {}
      http { access_log off; client_body_temp_path ${folder}/n1; proxy_temp_path ${folder}/n2; fastcgi_temp_path ${folder}/n3; uwsgi_temp_path ${folder}/n4; scgi_temp_path ${folder}/n5;
        upstream gatehouse { server unix:${socketPath}; keepalive 4; }
        server { listen 127.0.0.1:${port}; location / { proxy_pass http://gatehouse; proxy_http_version 1.1; proxy_set_header Connection ""; proxy_set_header Host localhost; } } }`);
    const nginx = start('/usr/sbin/nginx', ['-e', 'stderr', '-c', place]);
    try {
      let answer = null;
      for (let i = 0; i < 200 && !answer; ++i) {
        answer = await fetch(`http://127.0.0.1:${port}/v1/models`, { headers: authorized }).catch(() => null);
        if (!answer) await sleep(20);
      }
      assert.equal(answer?.status, 200, nginx.output());
      await answer.text();
      await oci.fault({ match: { path: '/actions/chat' }, pacing: { events: 1, ms: 200 } });
      const controller = new AbortController();
      const stream = await fetch(`http://127.0.0.1:${port}/v1/chat/completions`, { method: 'POST', headers: { ...authorized, ...json }, body: question({ stream: true }), signal: controller.signal });
      const reader = stream.body.pipeThrough(new TextDecoderStream()).getReader();
      let said = '';
      for (let piece = ''; !/"content":"[^"]/.test(said) && piece !== undefined; said += piece ?? '') piece = (await reader.read()).value;
      assert.match(said, /"content":"[^"]/);
      assert.doesNotMatch(said, /finish_reason":"|DONE/, 'it came before the end, nobody held it back');
      controller.abort();
    } finally {
      await nginx.stop();
    }
  });
});
