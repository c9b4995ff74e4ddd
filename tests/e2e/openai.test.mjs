// SPDX-License-Identifier: MIT
// OpenAI's official client against the gateway process, which signs to the embedded OCI service.
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import OpenAI from 'openai';
import { clientKey, makeKey, remove, scratchFolder, startGateway, startOci, writeOciConfig } from './harness.mjs';

const llama = 'meta.llama-3.3-70b-instruct';
const vision = 'meta.llama-4-maverick-17b-128e-instruct-fp8';
const hello = [{ role: 'user', content: 'Say hello to the harbour master.' }];
const weather = {
  type: 'function',
  function: {
    name: 'get_weather',
    description: 'The current weather of a city',
    parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
  },
};
const askWeather = [{ role: 'user', content: 'What is the weather in Oslo? Use get_weather.' }];
const onePixel = 'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

let folder, oci, gateway, client;

before(async () => {
  folder = scratchFolder();
  const key = makeKey();
  const { configFile } = writeOciConfig(folder, key);
  oci = await startOci(folder, key);
  gateway = await startGateway(folder, { oci, configFile });
  client = new OpenAI({ baseURL: gateway.baseUrl, apiKey: clientKey, maxRetries: 0 });
});

after(async () => {
  const end = await gateway?.stop();
  await oci?.stop();
  remove(folder);
  assert.equal(end?.code, 0, gateway?.stderr());
});

afterEach(async () => { await oci.noFaults(); });

async function until(condition, milliseconds = 5000) {
  for (const limit = Date.now() + milliseconds; Date.now() < limit; await sleep(5)) {
    const value = await condition();
    if (value) return value;
  }
  throw new Error('waited in vain');
}

describe('models', () => {
  test('are listed', async () => {
    const ids = [];
    for await (const model of client.models.list()) {
      assert.equal(model.object, 'model');
      assert.equal(typeof model.created, 'number');
      assert.equal(model.owned_by, 'oci');
      ids.push(model.id);
    }
    assert.ok(ids.includes(llama), ids.join());
    assert.equal(new Set(ids).size, ids.length);
  });

  test('one is retrieved', async () => {
    assert.equal((await client.models.retrieve(llama)).id, llama);
  });

  test('an unknown one is a NotFoundError', async () => {
    await assert.rejects(client.models.retrieve('nobody.such-model'), (error) => {
      assert.ok(error instanceof OpenAI.NotFoundError);
      assert.equal(error.code, 'model_not_found');
      return true;
    });
  });
});

describe('embeddings', () => {
  const model = 'cohere.embed-v4.0';

  test('come in order, as numbers whichever way they travel', async () => {
    // More than the service takes at once; without a word the client asks for base64.
    const input = Array.from({ length: 100 }, (_, i) => `harbour ${i}`);
    const packed = await client.embeddings.create({ model, input, dimensions: 256 });
    const plain = await client.embeddings.create({ model, input: input.slice(0, 2), dimensions: 256, encoding_format: 'float' });
    assert.equal(packed.object, 'list');
    assert.equal(packed.model, model);
    assert.deepEqual(packed.data.map(({ index }) => index), input.map((_, i) => i));
    assert.ok(packed.data.every(({ embedding }) => embedding.length === 256));
    assert.deepEqual(packed.data.slice(0, 2).map(({ embedding }) => Array.from(embedding)), plain.data.map(({ embedding }) => embedding.map(Math.fround)));
    assert.ok(packed.usage.prompt_tokens >= input.length);
    assert.equal(packed.usage.total_tokens, packed.usage.prompt_tokens);
  });

  test('tokens are refused with a hint', async () => {
    await assert.rejects(client.embeddings.create({ model, input: [1, 2, 3] }), (error) => {
      assert.ok(error instanceof OpenAI.BadRequestError);
      assert.equal(error.param, 'input');
      assert.match(error.message, /check_embedding_ctx_length/);
      return true;
    });
  });

  test('a chat model is refused', async () => {
    await assert.rejects(client.embeddings.create({ model: llama, input: 'a' }), OpenAI.BadRequestError);
  });
});

describe('chat', () => {
  test('whole', async () => {
    const answer = await client.chat.completions.create({ model: llama, messages: hello });
    assert.equal(answer.object, 'chat.completion');
    assert.equal(answer.model, llama);
    assert.equal(answer.choices.length, 1);
    assert.equal(answer.choices[0].message.role, 'assistant');
    assert.ok(answer.choices[0].message.content.length > 10);
    assert.equal(answer.choices[0].finish_reason, 'stop');
    assert.equal(answer.usage.total_tokens, answer.usage.prompt_tokens + answer.usage.completion_tokens);
  });

  test('streamed, the same text as whole', async () => {
    const whole = await client.chat.completions.create({ model: llama, messages: hello });
    const stream = await client.chat.completions.create({ model: llama, messages: hello, stream: true });
    let text = '';
    const chunks = [];
    for await (const chunk of stream) {
      chunks.push(chunk);
      text += chunk.choices[0]?.delta.content ?? '';
    }
    assert.equal(chunks[0].choices[0].delta.role, 'assistant');
    assert.equal(new Set(chunks.map((chunk) => chunk.id)).size, 1);
    assert.equal(new Set(chunks.map((chunk) => chunk.created)).size, 1);
    assert.deepEqual(chunks.map((chunk) => chunk.choices[0].finish_reason).filter(Boolean), ['stop']);
    assert.ok(chunks.every((chunk) => chunk.usage === undefined), 'usage only when asked for');
    assert.ok(chunks.length > 5);
    assert.equal(text, whole.choices[0].message.content);
  });

  test('include_usage adds one chunk of usage at the end', async () => {
    const stream = await client.chat.completions.create({ model: llama, messages: hello, stream: true, stream_options: { include_usage: true } });
    const chunks = [];
    for await (const chunk of stream) chunks.push(chunk);
    const last = chunks.pop();
    assert.deepEqual(last.choices, []);
    assert.ok(last.usage.completion_tokens > 0);
    assert.ok(chunks.every((chunk) => chunk.usage === null));
  });

  test('the helper of the SDK puts a stream together', async () => {
    const runner = client.chat.completions.stream({ model: llama, messages: hello });
    const final = await runner.finalChatCompletion();
    assert.equal(final.choices[0].finish_reason, 'stop');
  });

  test('an image part reaches the model', async () => {
    const answer = await client.chat.completions.create({
      model: vision,
      messages: [{ role: 'user', content: [{ type: 'text', text: 'What is in this picture?' }, { type: 'image_url', image_url: { url: onePixel } }] }],
    });
    assert.match(answer.choices[0].message.content, /image/i);
    assert.match(answer.choices[0].message.content, /png/i);
  });

  test('a token limit ends it with length', async () => {
    const answer = await client.chat.completions.create({ model: llama, messages: hello, max_tokens: 3 });
    assert.equal(answer.choices[0].finish_reason, 'length');
  });
});

describe('tools', () => {
  test('a round trip, whole', async () => {
    const first = await client.chat.completions.create({ model: llama, messages: askWeather, tools: [weather] });
    assert.equal(first.choices[0].finish_reason, 'tool_calls');
    const [call] = first.choices[0].message.tool_calls;
    assert.equal(call.type, 'function');
    assert.equal(call.function.name, 'get_weather');
    assert.equal(typeof JSON.parse(call.function.arguments).city, 'string');
    assert.ok(call.id);

    const second = await client.chat.completions.create({
      model: llama,
      tools: [weather],
      messages: [...askWeather, first.choices[0].message, { role: 'tool', tool_call_id: call.id, content: '{"celsius":4}' }],
    });
    assert.equal(second.choices[0].finish_reason, 'stop');
    assert.match(second.choices[0].message.content, /4/);
  });

  for (const model of [llama, 'xai.grok-4.3', 'google.gemini-2.5-flash', 'openai.gpt-oss-120b']) {
    test(`a round trip, streamed, ${model}`, async () => {
      const stream = client.chat.completions.stream({ model, messages: askWeather, tools: [weather] });
      const indexes = [];
      stream.on('chunk', (chunk) => {
        for (const delta of chunk.choices[0]?.delta.tool_calls ?? []) indexes.push(delta.index);
      });
      const first = await stream.finalChatCompletion();
      assert.equal(first.choices[0].finish_reason, 'tool_calls');
      const [call] = first.choices[0].message.tool_calls;
      assert.ok(indexes.length > 0 && indexes.every((index) => index === 0));
      assert.ok(call.id);
      assert.equal(typeof JSON.parse(call.function.arguments).city, 'string');

      const second = client.chat.completions.stream({
        model,
        tools: [weather],
        messages: [...askWeather, first.choices[0].message, { role: 'tool', tool_call_id: call.id, content: '{"celsius":4}' }],
      });
      assert.equal((await second.finalChatCompletion()).choices[0].finish_reason, 'stop');
    });
  }
});

describe('errors', () => {
  test('a wrong key is an AuthenticationError', async () => {
    const stranger = new OpenAI({ baseURL: gateway.baseUrl, apiKey: 'wrong', maxRetries: 0 });
    const seen = (await oci.state()).total;
    await assert.rejects(stranger.chat.completions.create({ model: llama, messages: hello }), (error) => {
      assert.ok(error instanceof OpenAI.AuthenticationError);
      assert.equal(error.code, 'invalid_api_key');
      return true;
    });
    assert.equal((await oci.state()).total, seen, 'nothing may go upstream');
  });

  test('an unknown model is a NotFoundError', async () => {
    await assert.rejects(client.chat.completions.create({ model: 'meta.no-such-model', messages: hello }), OpenAI.NotFoundError);
  });

  test('a bad request is a BadRequestError that names the field', async () => {
    await assert.rejects(client.chat.completions.create({ model: llama, messages: [{ role: 'nobody', content: 'x' }] }), (error) => {
      assert.ok(error instanceof OpenAI.BadRequestError);
      assert.equal(error.param, 'messages[0].role');
      return true;
    });
  });

  test('throttling is a RateLimitError with the time to wait', async () => {
    await oci.fault({ match: { path: '/actions/chat' }, times: 0, status: 429, code: 'TooManyRequests', message: 'Slow down.', retryAfter: 60 });
    await assert.rejects(client.chat.completions.create({ model: llama, messages: hello }), (error) => {
      assert.ok(error instanceof OpenAI.RateLimitError);
      assert.ok(Number(error.headers.get('retry-after')) > 0);
      return true;
    });
  });

  test('a stream that breaks off ends in an error, not in a short answer', async () => {
    await oci.fault({ match: { path: '/actions/chat' }, cutAfterEvents: 3 });
    const stream = await client.chat.completions.create({ model: llama, messages: hello, stream: true });
    await assert.rejects(async () => { for await (const chunk of stream) assert.equal(chunk.choices[0]?.finish_reason ?? null, null); });
  });
});

describe('hanging up', () => {
  test('mid-stream closes the upstream within 100 ms', async () => {
    await oci.fault({ match: { path: '/actions/chat' }, pacing: { events: 1, ms: 20 }, answerBytes: 20000 });
    const stream = await client.chat.completions.create({ model: llama, messages: hello, stream: true });
    for await (const chunk of stream) {
      if (chunk.choices[0]?.delta.content) break;
    }
    stream.controller.abort();
    const left = Date.now();
    await until(async () => (await oci.state()).open === 0, 1000);
    assert.ok(Date.now() - left <= 100, `took ${Date.now() - left} ms`);
  });

  test('before the head closes the upstream within 100 ms', async () => {
    await oci.fault({ match: { path: '/actions/chat' }, delayMs: 20000 });
    const controller = new AbortController();
    const asked = client.chat.completions.create({ model: llama, messages: hello }, { signal: controller.signal });
    await until(async () => (await oci.state()).open > 0);
    controller.abort();
    const left = Date.now();
    await assert.rejects(asked, OpenAI.APIUserAbortError);
    await until(async () => (await oci.state()).open === 0, 1000);
    assert.ok(Date.now() - left <= 100, `took ${Date.now() - left} ms`);
  });
});
