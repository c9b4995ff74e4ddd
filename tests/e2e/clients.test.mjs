// SPDX-License-Identifier: MIT
// Each tool of docs/clients.md with the request that it sends, against the real gateway: as it was seen from those that
// run in a terminal (toolrequests.mjs), as it is known of the others.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { clientKey, makeKey, remove, scratchFolder, startGateway, startOci, writeOciConfig } from './harness.mjs';
import { anthropicEvents, chatChunks, responseEvents } from './strict.mjs';
import * as seen from './toolrequests.mjs';

const llama = 'meta.llama-3.3-70b-instruct';
const bearer = { authorization: `Bearer ${clientKey}` };
const readFile = {
  type: 'object',
  properties: { path: { type: 'string', description: 'The path of the file' }, offset: { type: ['integer', 'null'] } },
  required: ['path'],
  additionalProperties: false,
  $schema: 'https://json-schema.org/draft/2020-12/schema',
};
const chatTool = { type: 'function', function: { name: 'read_file', description: 'Reads a file of the project', parameters: readFile } };
const talk = [
  { role: 'system', content: 'You are an assistant in an editor.' },
  { role: 'user', content: 'Say hello to the harbour master.' },
];
let folder, oci, gateway;

before(async () => {
  folder = scratchFolder();
  const key = makeKey();
  const { configFile } = writeOciConfig(folder, key);
  oci = await startOci(folder, key);
  gateway = await startGateway(folder, { oci, configFile });
});

after(async () => {
  const end = await gateway?.stop();
  await oci?.stop();
  remove(folder);
  assert.equal(end?.code, 0, gateway?.stderr());
});

async function post(path, { method = 'POST', headers = {}, body } = {}) {
  const response = await fetch(new URL(path, gateway.baseUrl), {
    method,
    headers: { ...(body ? { 'content-type': 'application/json' } : {}), ...headers },
    body: body && JSON.stringify(body),
  });
  return { status: response.status, text: await response.text(), headers: response.headers };
}

async function send(path, request) {
  const answer = await post(path, request);
  assert.equal(answer.status, 200, answer.text);
  return answer;
}

/** Text and tool calls of a chat stream that a strict client accepts. */
async function chat(body, { headers = {}, path = '/v1/chat/completions' } = {}) {
  const { text, headers: answered } = await send(path, { headers: { ...bearer, ...headers }, body });
  assert.match(answered.get('content-type'), /^text\/event-stream/);
  return chatChunks(text, { usage: body.stream_options?.include_usage === true });
}

describe('Aider', () => {
  test('streams through LiteLLM', async () => {
    assert.match((await chat(seen.aider.body(llama), { headers: seen.aider.headers })).content, /\w/);
  });

  test('is told what is wrong in words that LiteLLM knows', async () => {
    const wrongKey = await post('/v1/chat/completions', { headers: { ...seen.aider.headers, authorization: 'Bearer gh-wrong' }, body: seen.aider.body(llama) });
    assert.equal(wrongKey.status, 401);
    assert.match(JSON.parse(wrongKey.text).error.message, /Incorrect API key provided/);
    const body = seen.aider.body('meta.llama-4-maverick-17b-128e-instruct-fp8');
    await oci.fault({ match: { model: body.model }, status: 400, code: 'context_length_exceeded', message: '9000 tokens are too many' });
    const tooLong = await post('/v1/chat/completions', { headers: { ...bearer, ...seen.aider.headers }, body });
    await oci.noFaults();
    assert.equal(tooLong.status, 400);
    assert.match(JSON.parse(tooLong.text).error.message, /This model's maximum context length is/);
  });
});

describe('Cherry Studio', () => {
  test('lists models and streams with a wish for reasoning', async () => {
    const { data } = JSON.parse((await send('/v1/models', { method: 'GET', headers: bearer })).text);
    assert.ok(data.some(({ id }) => id === llama));
    await chat({ model: llama, messages: [{ role: 'user', content: [{ type: 'text', text: 'Ahoy' }] }], stream: true, stream_options: { include_usage: true }, temperature: 0.7, top_p: 1, keep_alive: '5m', user: 'cherry' });
  });
});

describe('Claude Code', () => {
  const headers = { ...bearer, ...seen.claudeCode.headers };
  const request = seen.claudeCode.body(llama);

  test('streams a turn after tools that it searched for', async () => {
    const { text, headers: answered } = await send('/v1/messages?beta=true', { headers, body: request });
    assert.match(answered.get('content-type'), /^text\/event-stream/);
    const message = anthropicEvents(text);
    assert.match(message.content.map((block) => block.text ?? '').join(''), /\w/);
    assert.ok(message.startUsage.input_tokens > 0, 'it shows the usage of message_start');
  });

  test('calls what the search has found, and nothing else that is deferred', async () => {
    const ask = async (question, more = []) => {
      const messages = [...request.messages.slice(0, 4), ...more, { role: 'user', content: question }];
      return anthropicEvents((await send('/v1/messages?beta=true', { headers, body: { ...request, messages } })).text).content.filter(({ type }) => type === 'tool_use').map(({ name }) => name);
    };
    assert.deepEqual(await ask('The tide of "Genoa"?'), ['mcp__tide__table']);
    assert.deepEqual(await ask('Call DeferredToolPlaceholder.'), []);
    const added = { role: 'system', content: [{ type: 'tool_addition', tool: { type: 'tool_definition', definition: { name: 'Sonar', description: 'Sounds', input_schema: { type: 'object', properties: {} } } } }] };
    const removed = { role: 'system', content: [{ type: 'tool_removal', tool: { type: 'tool_reference', name: 'Sonar' } }] };
    assert.deepEqual(await ask('Use the sonar.', [added]), ['Sonar']);
    assert.deepEqual(await ask('Use the sonar.', [added, removed]), []);
  });

  test('thinks', async () => {
    const shown = anthropicEvents((await send('/v1/messages?beta=true', { headers, body: { ...request, model: 'openai.gpt-oss-120b', thinking: { type: 'adaptive' } } })).text);
    assert.equal(shown.content[0].type, 'thinking');
    const window = { safeguards: [{ type: 'dangerous_tool_use', classifier_context: { v: 1, permission_mode: 'auto' } }], thinking: { type: 'adaptive', display: 'updates' } };
    anthropicEvents((await send('/v1/messages?beta=true', { headers, body: { ...request, ...window } })).text);
    const omitted = anthropicEvents((await send('/v1/messages?beta=true', { headers, body: { ...request, model: 'openai.gpt-oss-120b' } })).text);
    assert.ok(omitted.content.every(({ type }) => type !== 'thinking'));
  });

  test('does not try a wrong key again', async () => {
    const wrongKey = await post('/v1/messages?beta=true', { headers: { ...headers, authorization: 'Bearer gh-wrong' }, body: request });
    assert.equal(wrongKey.status, 401);
    assert.equal(wrongKey.headers.get('x-should-retry'), 'false');
    assert.equal(JSON.parse(wrongKey.text).error.type, 'authentication_error');
  });

  test('counts tokens', async () => {
    const { model, messages, system, tools, thinking } = request;
    const { input_tokens: count } = JSON.parse((await send('/v1/messages/count_tokens?beta=true', { headers, body: { model, messages, system, tools, thinking } })).text);
    assert.ok(Number.isInteger(count) && count > 20 && count < 2000, String(count));
  });

  test('learns of models and their limits', async () => {
    const { data } = JSON.parse((await send('/v1/models?limit=1000', { method: 'GET', headers })).text);
    const model = data.find(({ id }) => id === llama);
    assert.equal(model.type, 'model');
    assert.ok(model.max_input_tokens > 0);
  });
});

describe('Cline', () => {
  test('goes on after a tool', async () => {
    assert.match((await chat(seen.cline.body(llama), { headers: seen.cline.headers })).content, /read_files/);
  });
});

describe('Codex', () => {
  const ask = async (body) => responseEvents((await send('/v1/responses', { headers: { ...bearer, ...seen.codex.headers }, body })).text);

  test('goes on after a tool of a namespace', async () => {
    const response = await ask(seen.codex.body(llama));
    assert.equal(response.status, 'completed');
    assert.match(response.output.filter(({ type }) => type === 'message').map(({ content }) => content[0].text).join(''), /High water/);
  });

  test('gets the call of such a tool by both names', async () => {
    const body = seen.codex.body('xai.grok-4.3');
    const response = await ask({ ...body, input: body.input.slice(0, 4) });
    const { name, namespace } = response.output.find(({ type }) => type === 'function_call');
    assert.deepEqual([namespace, name], ['mcp__tide', 'tide_table']);
  });
});

describe('Continue', () => {
  test('chats', async () => {
    await chat({ model: llama, messages: talk, max_tokens: 2048, stream: true }, { headers: { 'api-key': clientKey } });
  });

  test('goes on after a tool', async () => {
    assert.match((await chat(seen.continueCli.body(llama), { headers: seen.continueCli.headers })).content, /ahoy/);
  });

  test('completes what is typed, by the legacy endpoint', async () => {
    const { text } = await send('/v1/completions', { headers: bearer, body: { model: llama, prompt: 'def hello():', max_tokens: 64, temperature: 0.01, stop: ['\n\n'], stream: true } });
    const chunks = text.trim().split('\n\n').map((line) => line.slice('data: '.length));
    assert.equal(chunks.pop(), '[DONE]');
    assert.ok(chunks.map(JSON.parse).every((chunk) => chunk.object === 'text_completion' && chunk.choices.every(({ text }) => typeof text === 'string')));
  });
});

describe('curl', () => {
  test('by the line of the documentation', async () => {
    const page = readFileSync(join(fileURLToPath(new URL('../..', import.meta.url)), 'docs', 'clients.md'), 'utf8');
    const body = JSON.parse(/-d '(\{[\s\S]*?\})'/.exec(page)[1]);
    await chat(body, { headers: { 'user-agent': 'curl/8.14.1', accept: '*/*' } });
  });
});

describe('JetBrains AI Assistant', () => {
  test('tests the connection and chats', async () => {
    await send('/v1/models', { method: 'GET', headers: { ...bearer, accept: 'application/json' } });
    await chat({ model: llama, messages: talk, stream: true, stream_options: { include_usage: true }, temperature: 0, max_tokens: 4096 }, { headers: { accept: 'text/event-stream' } });
  });
});

describe('opencode', () => {
  test('asks for a title and goes on after a tool', async () => {
    assert.match((await chat(seen.opencode.title(llama), { headers: seen.opencode.headers })).content, /\w/);
    assert.match((await chat(seen.opencode.body(llama), { headers: seen.opencode.headers })).content, /ahoy/);
  });
});

describe('Open WebUI', () => {
  const headers = { ...bearer, ...seen.openWebUi.headers };

  test('asks for the models, streams, and asks for a title', async () => {
    await send('/v1/models', { method: 'GET', headers });
    assert.match((await chat(seen.openWebUi.body(llama), { headers })).content, /\w/);
    await chat({ ...seen.openWebUi.body(llama), stream_options: { include_usage: true } }, { headers });
    const { text } = await send('/v1/chat/completions', { headers, body: seen.openWebUi.title(llama) });
    assert.match(JSON.parse(text).choices[0].message.content, /\w/);
  });
});

describe('Python', () => {
  test("streams as OpenAI's library does", async () => {
    await chat({ messages: talk.slice(1), model: llama, stream: true }, { headers: { ...seen.python.headers, accept: 'application/json' } });
  });
});

describe('VS Code', () => {
  test('streams with tools', async () => {
    await chat({ model: llama, messages: talk, temperature: 0.1, top_p: 1, max_tokens: 4000, n: 1, stream: true, stream_options: { include_usage: true }, tools: [chatTool], tool_choice: 'auto' }, { headers: { 'x-request-id': '00000000-0000-0000-0000-000000000000', 'openai-intent': 'conversation-agent', 'x-github-api-version': '2025-05-01' } });
  });
});

describe('Zed', () => {
  test('streams with tools through its strict parser', async () => {
    const { toolCalls } = await chat({ model: llama, messages: [{ role: 'user', content: [{ type: 'text', text: 'Read a.txt with read_file.' }] }], stream: true, max_completion_tokens: 4000, temperature: 1, tools: [chatTool], tool_choice: 'auto', parallel_tool_calls: true, stop: [] });
    assert.equal(toolCalls[0]?.name, 'read_file');
    JSON.parse(toolCalls[0].arguments);
  });
});
