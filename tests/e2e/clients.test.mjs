// SPDX-License-Identifier: MIT
// Each tool of docs/clients.md with the request that it is known to send, byte for byte the fields
// of it, against the real gateway.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { clientKey, makeKey, remove, scratchFolder, startGateway, startOci, writeOciConfig } from './harness.mjs';
import { anthropicEvents, chatChunks, responseEvents } from './strict.mjs';

const llama = 'meta.llama-3.3-70b-instruct';
const bearer = { authorization: `Bearer ${clientKey}` };
const stainless = {
  'x-stainless-lang': 'python', 'x-stainless-package-version': '2.8.1', 'x-stainless-os': 'Linux', 'x-stainless-arch': 'x64',
  'x-stainless-runtime': 'CPython', 'x-stainless-runtime-version': '3.12.3', 'x-stainless-async': 'false', 'x-stainless-retry-count': '0', 'x-stainless-read-timeout': '600',
};
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
// A turn in which a tool was called before.
const toolTalk = [
  ...talk,
  { role: 'assistant', content: null, tool_calls: [{ id: 'call_abc', type: 'function', function: { name: 'read_file', arguments: '{"path":"a.txt"}' } }] },
  { role: 'tool', tool_call_id: 'call_abc', content: 'ahoy' },
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

async function send(path, { method = 'POST', headers = {}, body } = {}) {
  const response = await fetch(new URL(path, gateway.baseUrl), {
    method,
    headers: { ...(body ? { 'content-type': 'application/json' } : {}), ...headers },
    body: body && JSON.stringify(body),
  });
  const text = await response.text();
  assert.equal(response.status, 200, text);
  return { text, headers: response.headers };
}

/** Text and tool calls of a chat stream that a strict client accepts. */
async function chat(body, { headers = {}, path = '/v1/chat/completions' } = {}) {
  const { text, headers: answered } = await send(path, { headers: { ...bearer, ...headers }, body });
  assert.match(answered.get('content-type'), /^text\/event-stream/);
  return chatChunks(text, { usage: body.stream_options?.include_usage === true });
}

describe('Aider', () => {
  test('streams through LiteLLM with the headers of the SDK', async () => {
    const { content } = await chat({ model: llama, messages: talk, temperature: 0, stream: true, stream_options: { include_usage: true }, extra_body: {} }, { headers: { ...stainless, 'user-agent': 'OpenAI/Python 2.8.1' } });
    assert.match(content, /\w/);
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
  const headers = {
    'x-api-key': clientKey, 'anthropic-version': '2023-06-01', 'anthropic-beta': 'claude-code-20250219,interleaved-thinking-2025-05-14,fine-grained-tool-streaming-2025-05-14',
    'x-app': 'cli', 'user-agent': 'claude-cli/2.0.14 (external, cli)', 'anthropic-dangerous-direct-browser-access': 'true', ...stainless, 'x-stainless-lang': 'js',
  };
  const request = {
    model: llama,
    max_tokens: 32000,
    system: [
      { type: 'text', text: 'You are an interactive CLI tool.', cache_control: { type: 'ephemeral' } },
      { type: 'text', text: 'Answer briefly.', cache_control: { type: 'ephemeral' } },
    ],
    messages: [
      { role: 'user', content: [{ type: 'text', text: '<system-reminder>Nothing to remember.</system-reminder>' }, { type: 'text', text: 'What does a.txt say?', cache_control: { type: 'ephemeral' } }] },
      { role: 'assistant', content: [{ type: 'text', text: 'I look.' }, { type: 'tool_use', id: 'toolu_01', name: 'Read', input: { file_path: 'a.txt' } }] },
      { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'toolu_01', content: [{ type: 'text', text: 'ahoy' }], cache_control: { type: 'ephemeral' } }] },
    ],
    tools: [{ name: 'Read', description: 'Reads a file', input_schema: readFile }, { name: 'Bash', description: 'Runs a command', input_schema: { type: 'object', properties: { command: { type: 'string' } }, required: ['command'] } }],
    metadata: { user_id: 'user_0000_account__session_0000' },
    temperature: 1,
    stream: true,
  };

  test('streams a turn after a tool', async () => {
    const { text, headers: answered } = await send('/v1/messages?beta=true', { headers, body: request });
    assert.match(answered.get('content-type'), /^text\/event-stream/);
    const message = anthropicEvents(text);
    assert.match(message.content.map((block) => block.text ?? '').join(''), /\w/);
    assert.ok(message.startUsage.input_tokens > 0, 'it shows the usage of message_start');
  });

  test('thinks', async () => {
    anthropicEvents((await send('/v1/messages?beta=true', { headers, body: { ...request, model: 'openai.gpt-oss-120b', thinking: { type: 'enabled', budget_tokens: 10000 } } })).text);
  });

  test('counts tokens', async () => {
    const { max_tokens, stream, temperature, metadata, ...counted } = request;
    const { input_tokens: count } = JSON.parse((await send('/v1/messages/count_tokens?beta=true', { headers, body: counted })).text);
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
  test('streams with native tools', async () => {
    await chat({ model: llama, messages: toolTalk, temperature: 0, stream: true, stream_options: { include_usage: true }, tools: [chatTool], tool_choice: 'auto', parallel_tool_calls: false }, { headers: { 'http-referer': 'https://cline.bot', 'x-title': 'Cline' } });
  });
});

describe('Codex', () => {
  const request = {
    model: llama,
    instructions: 'You edit code in a terminal.',
    input: [
      { type: 'message', role: 'developer', content: [{ type: 'input_text', text: '<permissions>read-only</permissions>' }] },
      { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'What does a.txt say?' }] },
      { type: 'reasoning', summary: [{ type: 'summary_text', text: 'I should read it.' }], encrypted_content: null },
      { type: 'function_call', name: 'shell', arguments: '{"command":["cat","a.txt"]}', call_id: 'call_1' },
      { type: 'function_call_output', call_id: 'call_1', output: '{"output":"ahoy\\n","metadata":{"exit_code":0}}' },
    ],
    tools: [
      { type: 'function', name: 'shell', description: 'Runs a command', strict: false, parameters: { type: 'object', properties: { command: { type: 'array', items: { type: 'string' } } }, required: ['command'], additionalProperties: false } },
      { type: 'custom', name: 'apply_patch', description: 'Edits files', format: { type: 'grammar', syntax: 'lark', definition: 'start: "*** Begin Patch" LF' } },
      { type: 'web_search' },
    ],
    tool_choice: 'auto',
    parallel_tool_calls: false,
    reasoning: { effort: 'medium', summary: 'auto' },
    store: false,
    stream: true,
    include: ['reasoning.encrypted_content'],
    prompt_cache_key: '00000000-0000-0000-0000-000000000000',
    client_metadata: { 'x-codex-installation-id': 'example' },
  };

  test('streams with its twelve fields', async () => {
    const { text } = await send('/v1/responses', { headers: { ...bearer, originator: 'codex_cli_rs', accept: 'text/event-stream', session_id: 'example' }, body: request });
    const response = responseEvents(text);
    assert.equal(response.status, 'completed');
    assert.match(response.output.filter(({ type }) => type === 'message').map(({ content }) => content[0].text).join(''), /\w/);
  });
});

describe('Continue', () => {
  test('chats', async () => {
    await chat({ model: llama, messages: talk, max_tokens: 2048, stream: true }, { headers: { 'api-key': clientKey } });
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

describe('Open WebUI', () => {
  test('asks for the models of a page, streams, and asks for a title', async () => {
    await send('/v1/models', { method: 'GET', headers: { ...bearer, 'content-type': 'application/json' } });
    await chat({ stream: true, model: llama, messages: talk, stream_options: { include_usage: true }, metadata: undefined });
    const { text } = await send('/v1/chat/completions', { headers: bearer, body: { model: llama, messages: [{ role: 'user', content: '### Task:\nGenerate a concise title.' }], stream: false, max_completion_tokens: 1000 } });
    assert.match(JSON.parse(text).choices[0].message.content, /\w/);
  });
});

describe('Python', () => {
  test("streams as OpenAI's library does", async () => {
    await chat({ messages: talk.slice(1), model: llama, stream: true }, { headers: { ...stainless, accept: 'application/json', 'user-agent': 'OpenAI/Python 2.8.1', 'accept-encoding': 'gzip, deflate' } });
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
