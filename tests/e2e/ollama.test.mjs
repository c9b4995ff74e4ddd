// SPDX-License-Identifier: MIT
// Ollama's official client against the gateway process, which signs to the embedded OCI service.
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Ollama } from 'ollama';
import { clientKey, makeKey, remove, scratchFolder, startGateway, startOci, writeOciConfig } from './harness.mjs';

const model = 'meta.llama-3.3-70b-instruct';
const vision = 'meta.llama-4-maverick-17b-128e-instruct-fp8';
const reasoning = 'cohere.command-a-reasoning-08-2025';
const embedding = 'cohere.embed-v4.0';
const hello = [{ role: 'user', content: 'Say hello to the harbour master.' }];
const weather = {
  type: 'function',
  function: {
    name: 'get_weather',
    description: 'The current weather of a city',
    parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
  },
};
const onePixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

let folder, oci, gateway, host, client;

before(async () => {
  folder = scratchFolder();
  const key = makeKey();
  const { configFile } = writeOciConfig(folder, key);
  oci = await startOci(folder, key);
  gateway = await startGateway(folder, { oci, configFile });
  host = new URL(gateway.baseUrl).origin;
  client = new Ollama({ host, headers: { Authorization: `Bearer ${clientKey}` } });
});

after(async () => {
  const end = await gateway?.stop();
  await oci?.stop();
  remove(folder);
  assert.equal(end?.code, 0, gateway?.stderr());
});

afterEach(async () => { await oci.noFaults(); });

const headers = { authorization: `Bearer ${clientKey}`, 'content-type': 'application/json' };
const post = async (path, body, more = {}) =>
  await fetch(`${host}${path}`, { method: 'POST', headers: { ...headers, ...more }, body: JSON.stringify(body) });

async function collect(stream) {
  const parts = [];
  for await (const part of stream) parts.push(part);
  return parts;
}

describe('models', () => {
  test('are listed by the names that they are called by', async () => {
    const { models } = await client.list();
    const names = models.map(({ name }) => name);
    assert.ok(names.includes(model) && names.includes(embedding), names.join());
    assert.ok(!names.some((name) => name.endsWith(':latest') || name.includes('rerank')), names.join());
    for (const each of models) {
      assert.equal(each.model, each.name);
      assert.match(each.digest, /^[0-9a-f]{64}$/);
      assert.ok(!Number.isNaN(Date.parse(each.modified_at)));
      for (const text of ['format', 'family', 'parameter_size', 'quantization_level']) assert.equal(typeof each.details[text], 'string');
    }
  });

  test('are shown with what editors read', async () => {
    for (const name of [model, `${model}:latest`]) {
      const shown = await client.show({ model: name });
      const arch = shown.model_info['general.architecture'];
      assert.equal(shown.model_info[`${arch}.context_length`], 128000);
      assert.ok(shown.capabilities.includes('completion') && shown.capabilities.includes('tools'));
      assert.equal(shown.details.parameter_size, '70B');
    }
    assert.ok((await client.show({ model: vision })).capabilities.includes('vision'));
    assert.ok((await client.show({ model: reasoning })).capabilities.includes('thinking'));
    assert.deepEqual((await client.show({ model: embedding })).capabilities.at(-1), 'embedding');
  });

  test('an unknown one is a 404', async () => {
    await assert.rejects(client.show({ model: 'nobody.knows' }), ({ status_code: status, error }) => {
      assert.equal(status, 404);
      assert.match(error, /nobody\.knows/);
      return true;
    });
  });

  test('none runs here, and the version is new enough', async () => {
    assert.deepEqual((await client.ps()).models, []);
    assert.match((await client.version()).version, /^\d+\.\d+\.\d+$/);
  });

  test('probes by HEAD find it', async () => {
    for (const path of ['/', '/api/tags']) {
      const response = await fetch(`${host}${path}`, { method: 'HEAD', headers });
      assert.equal(response.status, 200);
      assert.equal(await response.text(), '');
    }
  });

  test('on a disk are not handled', async () => {
    await assert.rejects(client.pull({ model }), ({ status_code: status, error }) => {
      assert.equal(status, 501);
      assert.match(error, /in OCI/);
      return true;
    });
    await assert.rejects(client.delete({ model }), ({ status_code: status }) => status === 501);
    await assert.rejects(client.copy({ source: model, destination: 'b' }), ({ status_code: status }) => status === 501);
  });
});

describe('chat', () => {
  test('whole and streamed are the same text', async () => {
    const whole = await client.chat({ model, messages: hello });
    const parts = await collect(await client.chat({ model, messages: hello, stream: true }));
    const last = parts.pop();
    assert.match(whole.message.content, /harbour master/);
    assert.equal(whole.message.role, 'assistant');
    assert.equal(parts.map(({ message }) => message.content).join(''), whole.message.content);
    assert.ok(parts.length > 5 && parts.every(({ done }) => done === false));
    for (const end of [whole, last]) {
      assert.equal(end.done, true);
      assert.equal(end.done_reason, 'stop');
      assert.equal(end.model, model);
      for (const field of ['total_duration', 'prompt_eval_count', 'eval_count', 'eval_duration']) assert.ok(end[field] > 0, field);
      assert.ok(Number.isInteger(end.load_duration));
    }
    assert.equal(last.eval_count, whole.eval_count);
  });

  test('lines are what strict parsers take', async () => {
    const response = await post('/api/chat', { model: `${model}:latest`, messages: hello });
    assert.equal(response.headers.get('content-type'), 'application/x-ndjson');
    const text = await response.text();
    assert.ok(text.endsWith('}\n'));
    const lines = text.trimEnd().split('\n').map((line) => JSON.parse(line));
    for (const line of lines) {
      assert.equal(line.model, `${model}:latest`);
      assert.match(line.created_at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z$/);
      assert.equal(line.message.role, 'assistant');
      assert.equal(typeof line.message.content, 'string');
    }
    assert.deepEqual(lines.map(({ done }) => done).filter(Boolean), [true]);
  });

  test('a limit ends it with length', async () => {
    const answer = await client.chat({ model, messages: hello, options: { num_predict: 3, temperature: 0.1, stop: ['zzz'], num_ctx: 4096 } });
    assert.equal(answer.done_reason, 'length');
  });

  test('an image reaches the model, as bytes and as base64', async () => {
    for (const image of [onePixel, Buffer.from(onePixel, 'base64')]) {
      const messages = [{ role: 'user', content: 'What is in this picture?', images: [image] }];
      const answer = await client.chat({ model: vision, messages });
      assert.match(answer.message.content, /png/i);
    }
  });

  test('a schema forms the answer', async () => {
    const format = weather.function.parameters;
    const answer = await client.chat({ model, messages: [{ role: 'user', content: 'A city' }], format });
    assert.deepEqual(Object.keys(JSON.parse(answer.message.content)), ['city']);
    const json = await client.chat({ model, messages: [{ role: 'user', content: 'Anything' }], format: 'json' });
    assert.equal(typeof JSON.parse(json.message.content), 'object');
  });

  test('what a model thinks is told apart, and hidden where nobody wants it', async () => {
    const answer = await client.chat({ model: reasoning, messages: hello, think: 'low' });
    assert.ok(answer.message.thinking.length > 10);
    const parts = await collect(await client.chat({ model: reasoning, messages: hello, think: true, stream: true }));
    assert.ok(parts.some(({ message }) => message.thinking));
    const silent = await client.chat({ model: reasoning, messages: hello, think: false });
    assert.equal(silent.message.thinking, undefined);
    assert.match(silent.message.content, /harbour master/);
  });
});

describe('tools', () => {
  for (const stream of [false, true]) {
    test(`calls and results${stream ? ', streamed' : ''}`, async () => {
      const ask = async (messages) => {
        if (!stream) return (await client.chat({ model, messages, tools: [weather] })).message;
        const parts = await collect(await client.chat({ model, messages, tools: [weather], stream: true }));
        return {
          role: 'assistant',
          content: parts.map(({ message }) => message.content).join(''),
          tool_calls: parts.flatMap(({ message }) => message.tool_calls ?? []),
        };
      };
      const messages = [{ role: 'user', content: 'What is the weather in Oslo and in Paris? Use get_weather.' }];
      const called = await ask(messages);
      assert.deepEqual(called.tool_calls.map(({ function: { name, arguments: given } }) => [name, given]),
        [['get_weather', { city: 'Oslo' }], ['get_weather', { city: 'Paris' }]]);
      messages.push(called);
      for (const { function: { arguments: { city } } } of called.tool_calls) {
        messages.push({ role: 'tool', tool_name: 'get_weather', content: city === 'Oslo' ? '4 degrees' : '15 degrees' });
      }
      const answer = await ask(messages);
      assert.match(answer.content, /4 degrees.*15 degrees/s);
    });
  }
});

describe('generate', () => {
  test('whole and streamed are the same text', async () => {
    const whole = await client.generate({ model, prompt: hello[0].content, system: 'Be brief.' });
    const parts = await collect(await client.generate({ model, prompt: hello[0].content, system: 'Be brief.', stream: true }));
    assert.match(whole.response, /harbour master/);
    assert.equal(parts.map(({ response }) => response).join(''), whole.response);
    assert.equal(parts.at(-1).done_reason, 'stop');
  });

  test('a gap is filled', async () => {
    const answer = await client.generate({ model, prompt: 'int add(int a, int b) {\n', suffix: '\n}\n' });
    assert.match(answer.response, /int add.*after/s); // the simulated model repeats what it was asked
  });

  test('nothing asked loads nothing', async () => {
    const seen = (await oci.state()).total;
    assert.equal((await client.generate({ model, prompt: '' })).done_reason, 'load');
    assert.equal((await client.chat({ model, messages: [], keep_alive: 0 })).done_reason, 'unload');
    assert.equal((await oci.state()).total, seen);
  });
});

describe('embeddings', () => {
  test('of texts, in order', async () => {
    const { embeddings, prompt_eval_count: tokens } = await client.embed({ model: embedding, input: ['a harbour', 'a mountain'], dimensions: 256 });
    assert.deepEqual(embeddings.map(({ length }) => length), [256, 256]);
    assert.notDeepEqual(embeddings[0], embeddings[1]);
    assert.ok(tokens > 0);
    const one = await client.embed({ model: `${embedding}:latest`, input: 'a harbour', dimensions: 256 });
    assert.deepEqual(one.embeddings[0], embeddings[0]);
  });

  test('the older way', async () => {
    const { embedding: vector } = await client.embeddings({ model: embedding, prompt: 'a harbour' });
    assert.ok(vector.length > 100 && vector.every((number) => typeof number === 'number'));
  });
});

describe('what goes wrong', () => {
  test('a missing key', async () => {
    const seen = (await oci.state()).total;
    await assert.rejects(new Ollama({ host }).chat({ model, messages: hello }), ({ status_code: status, error }) => {
      assert.equal(status, 401);
      assert.match(error, /key/);
      return true;
    });
    assert.equal((await oci.state()).total, seen, 'nothing may go upstream');
  });

  test('every refusal has the shape of this dialect', async () => {
    const answers = [
      [404, await post('/api/nothing', {})],
      [405, await fetch(`${host}/api/chat`, { headers })],
      [415, await post('/api/chat', {}, { 'content-type': 'text/plain' })],
      [403, await post('/api/chat', {}, { origin: 'https://evil.example' })],
      [400, await post('/api/chat', { model, messages: [{ role: 'nobody' }] })],
      [404, await post('/api/chat', { model: 'meta.no-such-model', messages: hello })],
    ];
    for (const [status, response] of answers) {
      const body = await response.json();
      assert.equal(response.status, status, JSON.stringify(body));
      assert.deepEqual(Object.keys(body), ['error']);
      assert.equal(typeof body.error, 'string');
    }
  });

  test('a stream that breaks off says so and is not finished', async () => {
    await oci.fault({ match: { path: '/actions/chat' }, cutAfterEvents: 3 });
    await assert.rejects(collect(await client.chat({ model, messages: hello, stream: true })));
  });

  test('hanging up closes the upstream', async () => {
    await oci.fault({ match: { path: '/actions/chat' }, pacing: { events: 1, ms: 20 }, answerBytes: 20000 });
    const stream = await client.chat({ model, messages: hello, stream: true });
    await assert.rejects(async () => {
      for await (const { message } of stream) {
        if (message.content) stream.abort();
      }
    }, { name: 'AbortError' });
    for (const limit = Date.now() + 1000; (await oci.state()).open > 0; await sleep(5)) assert.ok(Date.now() < limit, 'still open');
  });
});
