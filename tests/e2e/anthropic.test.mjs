// SPDX-License-Identifier: MIT
// Anthropic's official client against the gateway process, which signs to the embedded OCI service.
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import Anthropic from '@anthropic-ai/sdk';
import { betaZodTool } from '@anthropic-ai/sdk/helpers/beta/zod';
import { z } from 'zod';
import * as claudeCode from './claudecode.mjs';
import { clientKey, makeKey, remove, scratchFolder, startGateway, startOci, writeOciConfig } from './harness.mjs';

const llama = 'meta.llama-3.3-70b-instruct';
const vision = 'meta.llama-4-maverick-17b-128e-instruct-fp8';
const thinker = 'openai.gpt-oss-120b';
const max_tokens = 1024;
const hello = [{ role: 'user', content: 'Say hello to the harbour master.' }];
const weather = {
  name: 'get_weather',
  description: 'The current weather of a city',
  input_schema: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
};
const askWeather = [{ role: 'user', content: 'What is the weather in Oslo? Use get_weather.' }];
const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const image = { type: 'image', source: { type: 'base64', media_type: 'image/png', data: pixel } };

let folder, oci, gateway, client;

before(async () => {
  folder = scratchFolder();
  const key = makeKey();
  const { configFile } = writeOciConfig(folder, key);
  oci = await startOci(folder, key);
  gateway = await startGateway(folder, { oci, configFile });
  // As people set ANTHROPIC_BASE_URL: without /v1, which the SDK adds.
  client = new Anthropic({ baseURL: new URL('/', gateway.baseUrl).href, apiKey: clientKey, maxRetries: 0 });
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

const textOf = (message) => message.content.filter((block) => block.type === 'text').map((block) => block.text).join('');

describe('models', () => {
  test('are listed in full, page by page', async () => {
    const whole = await client.models.list({ limit: 1000 });
    assert.equal(whole.has_more, false);
    const ids = whole.data.map((model) => model.id);
    assert.ok(ids.includes(llama), ids.join());
    assert.ok(!ids.some((id) => id.includes('embed')), 'what cannot chat is of no use here');
    assert.equal(whole.first_id, ids[0]);
    assert.equal(whole.last_id, ids.at(-1));
    for (const model of whole.data) {
      assert.equal(model.type, 'model');
      assert.ok(model.display_name);
      assert.ok(Number.isFinite(Date.parse(model.created_at)), model.created_at);
    }

    const paged = [];
    for await (const model of client.models.list({ limit: 3 })) paged.push(model.id);
    assert.deepEqual(paged, ids);
  });

  test('one is retrieved', async () => {
    const model = await client.models.retrieve(llama);
    assert.equal(model.id, llama);
    assert.equal(model.max_input_tokens, 128000);
    await assert.rejects(client.models.retrieve('no-such-model'), Anthropic.NotFoundError);
  });
});

describe('messages', () => {
  test('whole', async () => {
    const { data: message, request_id, response } = await client.messages.create({ model: llama, max_tokens, messages: hello }).withResponse();
    assert.equal(message.type, 'message');
    assert.equal(message.role, 'assistant');
    assert.equal(message.model, llama);
    assert.match(message.id, /^msg_\w+$/);
    assert.equal(message.stop_reason, 'end_turn');
    assert.ok(textOf(message).length > 10);
    assert.ok(message.usage.input_tokens > 0 && message.usage.output_tokens > 0);
    assert.match(request_id, /^req_\w+$/);
    assert.ok(response.headers.get('x-oci-request-id'));
  });

  test('streamed, the same text as whole', async () => {
    const whole = await client.messages.create({ model: llama, max_tokens, messages: hello });
    const stream = await client.messages.create({ model: llama, max_tokens, messages: hello, stream: true });
    const events = [];
    for await (const event of stream) events.push(event);
    assert.equal(events[0].type, 'message_start');
    assert.ok(events[0].message.usage.input_tokens > 0, 'Claude Code reads it here');
    assert.equal(events.at(-1).type, 'message_stop');
    assert.equal(events.at(-2).delta.stop_reason, 'end_turn');
    assert.equal(events.at(-2).usage.input_tokens, whole.usage.input_tokens);
    const text = events.filter((event) => event.delta?.type === 'text_delta').map((event) => event.delta.text);
    assert.ok(text.length > 5);
    assert.equal(text.join(''), textOf(whole));
  });

  test('the helper of the SDK puts a stream together', async () => {
    const stream = client.messages.stream({ model: llama, max_tokens, messages: hello });
    let heard = '';
    stream.on('text', (delta) => { heard += delta; });
    const message = await stream.finalMessage();
    assert.equal(message.stop_reason, 'end_turn');
    assert.ok(heard.length > 10);
    assert.equal(textOf(message), heard);
    assert.equal(await stream.finalText(), heard);
    assert.match(stream.request_id, /^req_/);
  });

  test('a system prompt in blocks reaches the model', async () => {
    const system = [{ type: 'text', text: 'You are terse.', cache_control: { type: 'ephemeral' } }];
    const message = await client.messages.create({ model: llama, max_tokens, system, messages: hello });
    assert.equal(message.stop_reason, 'end_turn');
  });

  test('an image reaches the model', async () => {
    const message = await client.messages.create({ model: vision, max_tokens, messages: [{ role: 'user', content: [image, { type: 'text', text: 'What is in this picture?' }] }] });
    assert.match(textOf(message), /image/i);
    assert.match(textOf(message), /png/i);
  });

  test('a token limit ends it with max_tokens', async () => {
    const message = await client.messages.create({ model: llama, max_tokens: 3, messages: hello });
    assert.equal(message.stop_reason, 'max_tokens');
  });

  test('a stop sequence is told where the service says that it met one', async () => {
    const ask = { max_tokens, messages: hello, stop_sequences: ['harbour'] };
    const whole = await client.messages.create({ ...ask, model: 'cohere.command-a-vision-07-2025' });
    assert.deepEqual([whole.stop_reason, whole.stop_sequence], ['stop_sequence', 'harbour']);
    const streamed = await client.messages.stream({ ...ask, model: 'cohere.command-a-vision-07-2025' }).finalMessage();
    assert.deepEqual([streamed.stop_reason, streamed.stop_sequence], ['stop_sequence', 'harbour']);
    const several = await client.messages.create({ ...ask, stop_sequences: ['harbour', 'nowhere'], model: 'cohere.command-a-vision-07-2025' });
    assert.deepEqual([several.stop_reason, several.stop_sequence], ['stop_sequence', null]);
    const silent = await client.messages.create({ ...ask, model: llama }); // GENERIC has no word for it
    assert.deepEqual([silent.stop_reason, silent.stop_sequence], ['end_turn', null]);
  });

  test('a schema shapes the answer', async () => {
    const schema = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'], additionalProperties: false };
    const message = await client.messages.create({ model: llama, max_tokens, messages: hello, output_config: { format: { type: 'json_schema', schema } } });
    assert.equal(typeof JSON.parse(textOf(message)).city, 'string');
  });
});

describe('thinking', () => {
  const thinking = { type: 'enabled', budget_tokens: 2048 };

  test('is shown and signed where it was asked for', async () => {
    const message = await client.messages.create({ model: thinker, max_tokens: 4096, thinking, messages: hello });
    assert.equal(message.content[0].type, 'thinking');
    assert.ok(message.content[0].thinking.length > 0);
    assert.ok(message.content[0].signature);
    assert.equal(message.content[1].type, 'text');
  });

  test('is streamed and can be sent back', async () => {
    const stream = client.messages.stream({ model: thinker, max_tokens: 4096, thinking, messages: hello });
    let thought = '';
    stream.on('thinking', (delta) => { thought += delta; });
    const first = await stream.finalMessage();
    assert.ok(thought.length > 0);
    assert.equal(first.content[0].thinking, thought);
    assert.ok(first.content[0].signature);

    const messages = [...hello, { role: 'assistant', content: first.content }, { role: 'user', content: 'Thank you.' }];
    const second = await client.messages.create({ model: thinker, max_tokens: 4096, thinking, messages });
    assert.equal(second.stop_reason, 'end_turn');
  });

  test('is left out where nobody asked', async () => {
    const message = await client.messages.create({ model: thinker, max_tokens: 4096, messages: hello });
    assert.deepEqual(message.content.map((block) => block.type), ['text']);
  });
});

describe('tools', () => {
  for (const model of [llama, 'xai.grok-4.3', 'google.gemini-2.5-flash', thinker, 'cohere.command-a-03-2025']) {
    test(`a round trip, streamed, ${model}`, async () => {
      const stream = client.messages.stream({ model, max_tokens, messages: askWeather, tools: [weather] });
      const first = await stream.finalMessage();
      assert.equal(first.stop_reason, 'tool_use');
      const call = first.content.find((block) => block.type === 'tool_use');
      assert.equal(call.name, 'get_weather');
      assert.ok(call.id);
      assert.equal(typeof call.input.city, 'string');

      const messages = [...askWeather, { role: 'assistant', content: first.content },
        { role: 'user', content: [{ type: 'tool_result', tool_use_id: call.id, content: '{"celsius":4}' }] }];
      const second = await client.messages.create({ model, max_tokens, messages, tools: [weather] });
      assert.equal(second.stop_reason, 'end_turn');
      assert.match(textOf(second), /4/);
    });
  }

  test('several calls in one answer', async () => {
    const stream = client.messages.stream({ model: 'xai.grok-4.3', max_tokens, messages: [{ role: 'user', content: 'What is the weather in Oslo and in Bergen?' }], tools: [weather] });
    const calls = (await stream.finalMessage()).content.filter((block) => block.type === 'tool_use');
    assert.deepEqual(calls.map((call) => call.input.city).sort(), ['Bergen', 'Oslo']);
    assert.equal(new Set(calls.map((call) => call.id)).size, 2);
  });

  test('the tool runner of the SDK', async () => {
    const asked = [];
    const tool = betaZodTool({
      name: 'get_weather',
      description: 'The current weather of a city',
      inputSchema: z.object({ city: z.string() }),
      run: async ({ city }) => { asked.push(city); return JSON.stringify({ celsius: 4 }); },
    });
    for (const stream of [false, true]) {
      asked.length = 0;
      const runner = client.beta.messages.toolRunner({ model: llama, max_tokens, messages: askWeather, tools: [tool], max_iterations: 4, stream });
      const final = await runner.runUntilDone();
      assert.deepEqual(asked, ['Oslo']);
      assert.equal(final.stop_reason, 'end_turn');
      assert.match(textOf(final), /4/);
    }
  });

  test('a picture within a result reaches the model', async () => {
    const call = { type: 'tool_use', id: 'toolu_1', name: 'screenshot', input: {} };
    const message = await client.messages.create({
      model: vision,
      max_tokens,
      tools: [{ name: 'screenshot', description: 'Takes a screenshot', input_schema: { type: 'object', properties: {} } }],
      tool_choice: { type: 'none' },
      messages: [{ role: 'user', content: 'What is on the screen?' }, { role: 'assistant', content: [call] },
        { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'toolu_1', content: [image] }] }],
    });
    assert.match(textOf(message), /png/i);
  });
});

describe('Claude Code', () => {
  const ask = async (model, messages, more) => {
    const stream = client.beta.messages.stream(claudeCode.request(model, messages, more), { headers: claudeCode.headers });
    const starts = [];
    stream.on('streamEvent', (event) => { if (event.type === 'message_start') starts.push(event.message.usage.input_tokens); });
    const message = await stream.finalMessage();
    assert.equal(starts.length, 1);
    return { message, estimate: starts[0] };
  };

  for (const model of [thinker, llama, 'google.gemini-2.5-flash', 'cohere.command-a-03-2025']) {
    test(`a session with ${model}`, async () => {
      const messages = [{ role: 'user', content: [claudeCode.reminder, { type: 'text', text: 'Read the file "/srv/harbour.txt" with Read.' }] }];
      const first = await ask(model, messages);
      assert.equal(first.message.stop_reason, 'tool_use');
      assert.ok(first.estimate > 1000, `${first.estimate}`);
      const calls = first.message.content.filter((block) => block.type === 'tool_use');
      assert.ok(calls.length > 0 && calls.every((call) => call.name === 'Read'), JSON.stringify(calls));
      assert.equal(typeof calls[0].input.file_path, 'string');

      messages.push({ role: 'assistant', content: first.message.content });
      messages.push({ role: 'user', content: calls.map((call) => ({ type: 'tool_result', tool_use_id: call.id, content: '1\tSeven boats', cache_control: { type: 'ephemeral' } })) });
      const second = await ask(model, messages);
      assert.equal(second.message.stop_reason, 'end_turn');
      assert.match(textOf(second.message), /Seven boats/);

      // What the person typed meanwhile comes behind the results.
      messages.at(-1).content.push(claudeCode.reminder, { type: 'text', text: 'And thank you.' });
      const third = await ask(model, messages);
      assert.equal(third.message.stop_reason, 'end_turn');
      assert.match(textOf(third.message), /And thank you/);
      assert.match(textOf(third.message), /begin with “You are an assistant in a terminal/);
      assert.ok(third.estimate > first.estimate);

      messages.push({ role: 'assistant', content: third.message.content }, claudeCode.said('Good bye.', true));
      assert.equal((await ask(model, messages)).message.stop_reason, 'end_turn');
    });
  }

  test('a failed call goes back to the model', async () => {
    const call = { type: 'tool_use', id: 'toolu_01', name: 'Bash', input: { command: 'false' } };
    const { message } = await ask(llama, [claudeCode.said('Run it.'), { role: 'assistant', content: [call] },
      { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'toolu_01', content: 'exit code 1', is_error: true }] }]);
    assert.match(textOf(message), /Error: exit code 1/);
  });

  test('tools that only Anthropic can run are no error', async () => {
    const { message } = await ask(llama, [claudeCode.said('Perform a web search for the query: tides')],
      { tools: [{ type: 'web_search_20250305', name: 'web_search', max_uses: 8 }], tool_choice: { type: 'tool', name: 'web_search' }, thinking: undefined });
    assert.equal(message.stop_reason, 'end_turn');
  });

  test('a small question on the side has no thoughts and little room', async () => {
    const { message } = await ask(thinker, [claudeCode.said('Write a title of a few words.')], { tools: [], thinking: { type: 'disabled' }, max_tokens: 512, system: [], output_config: undefined });
    assert.ok(message.content.every((block) => block.type === 'text'));
  });

  test('counts what it would send', async () => {
    const { stream, max_tokens: most, temperature, metadata, ...rest } = claudeCode.request(llama, [claudeCode.said('Hello')]);
    const { input_tokens: tokens } = await client.beta.messages.countTokens(rest, { headers: claudeCode.headers });
    const { estimate } = await ask(llama, rest.messages);
    assert.equal(tokens, estimate);
  });
});

describe('counting tokens', () => {
  test('gives an estimate that grows with the request and asks nobody', async () => {
    const seen = (await oci.state()).total;
    const { input_tokens: few } = await client.messages.countTokens({ model: llama, messages: hello });
    const { input_tokens: more } = await client.beta.messages.countTokens({ model: llama, messages: [{ role: 'user', content: [image, ...Array.from({ length: 50 }, () => ({ type: 'text', text: 'the quick brown fox ' }))] }], tools: [weather], system: 'Be brief.' });
    assert.ok(few >= 8 && few <= 24, `${few}`);
    assert.ok(more >= 250 && more <= 500, `${more}`);
    assert.equal((await oci.state()).total, seen);
  });
});

describe('errors', () => {
  test('what the server itself refuses is told in Anthropic\'s words', async () => {
    const response = await fetch(`${gateway.baseUrl.replace(/\/v1$/, '')}/v1/messages`, {
      method: 'POST', headers: { 'x-api-key': clientKey, 'content-type': 'application/json', 'content-encoding': 'br' }, body: '{}',
    });
    assert.equal(response.status, 415);
    const body = await response.json();
    assert.equal(body.type, 'error');
    assert.equal(body.error.type, 'invalid_request_error');
    assert.equal(body.request_id, response.headers.get('request-id'));
  });

  test('a wrong key is an AuthenticationError', async () => {
    const stranger = new Anthropic({ baseURL: new URL('/', gateway.baseUrl).href, apiKey: 'wrong', maxRetries: 0 });
    const seen = (await oci.state()).total;
    await assert.rejects(stranger.messages.create({ model: llama, max_tokens, messages: hello }), (error) => {
      assert.ok(error instanceof Anthropic.AuthenticationError);
      assert.equal(error.type, 'authentication_error');
      assert.match(error.requestID, /^req_/);
      assert.equal(error.error.request_id, error.requestID);
      return true;
    });
    await assert.rejects(stranger.models.list(), Anthropic.AuthenticationError);
    assert.equal((await oci.state()).total, seen, 'nothing may go upstream');
  });

  test('the key as a bearer token is as good', async () => {
    const bearer = new Anthropic({ baseURL: new URL('/', gateway.baseUrl).href, authToken: clientKey, apiKey: null, maxRetries: 0 });
    const message = await bearer.messages.create({ model: llama, max_tokens, messages: hello });
    assert.equal(message.stop_reason, 'end_turn');
  });

  test('an unknown model is a NotFoundError', async () => {
    await assert.rejects(client.messages.create({ model: 'meta.no-such-model', max_tokens, messages: hello }), (error) => {
      assert.ok(error instanceof Anthropic.NotFoundError);
      assert.equal(error.type, 'not_found_error');
      return true;
    });
  });

  test('a bad request is a BadRequestError that names the field', async () => {
    const messages = [...hello, { role: 'assistant', content: 'Ahoy.' }, { role: 'user', content: [{ type: 'image', source: { type: 'base64', media_type: 'image/png' } }] }];
    await assert.rejects(client.messages.create({ model: llama, max_tokens, messages }), (error) => {
      assert.ok(error instanceof Anthropic.BadRequestError);
      assert.equal(error.type, 'invalid_request_error');
      assert.match(error.apiMessage, /^messages\.2\.content\.0\.source\.data: /);
      return true;
    });
  });

  test('throttling is a RateLimitError with the time to wait', async () => {
    await oci.fault({ match: { path: '/actions/chat' }, times: 0, status: 429, code: 'TooManyRequests', message: 'Slow down.', retryAfter: 60 });
    for (const stream of [false, true]) {
      await assert.rejects(client.messages.create({ model: llama, max_tokens, messages: hello, stream }), (error) => {
        assert.ok(error instanceof Anthropic.RateLimitError);
        assert.equal(error.type, 'rate_limit_error');
        assert.ok(Number(error.headers.get('retry-after')) > 0);
        assert.match(error.requestID, /^req_/);
        return true;
      });
    }
  });

  test('an unknown path is a NotFoundError', async () => {
    await assert.rejects(client.messages.batches.list(), Anthropic.NotFoundError);
  });

  test('a stream that breaks off ends in an error, not in a short answer', async () => {
    await oci.fault({ match: { path: '/actions/chat' }, cutAfterEvents: 3 });
    const stream = client.messages.stream({ model: llama, max_tokens, messages: hello });
    await assert.rejects(stream.finalMessage(), (error) => {
      assert.ok(error instanceof Anthropic.APIError);
      assert.equal(error.type, 'api_error');
      return true;
    });
  });
});

describe('hanging up', () => {
  test('mid-stream closes the upstream within 100 ms', async () => {
    await oci.fault({ match: { path: '/actions/chat' }, pacing: { events: 1, ms: 20 }, answerBytes: 20000 });
    const stream = client.messages.stream({ model: llama, max_tokens, messages: hello });
    await new Promise((resolve) => stream.once('text', resolve));
    stream.abort();
    const left = Date.now();
    await assert.rejects(stream.done(), Anthropic.APIUserAbortError);
    await until(async () => (await oci.state()).open === 0, 1000);
    assert.ok(Date.now() - left <= 100, `took ${Date.now() - left} ms`);
  });
});

describe('a page in a browser', () => {
  test('may send the headers of the SDK where its origin is allowed', async () => {
    const wanted = 'anthropic-beta,anthropic-dangerous-direct-browser-access,anthropic-version,content-type,x-api-key,x-stainless-helper';
    const origin = new URL(gateway.baseUrl).origin;
    const response = await fetch(`${gateway.baseUrl}/messages`, { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': wanted } });
    assert.equal(response.status, 204);
    const allowed = response.headers.get('access-control-allow-headers').toLowerCase().split(/, */);
    for (const name of wanted.split(',')) assert.ok(allowed.includes(name), name);
  });
});
