// SPDX-License-Identifier: MIT
// What the tools of docs/clients.md were seen to send, field by field: paths, ids and keys are made up, prompts and
// descriptions are ours.

const object = (properties, required = Object.keys(properties).slice(0, 1)) => ({ type: 'object', properties, required, additionalProperties: false });
const text = { type: 'string' };
const wholeOrNull = { anyOf: [{ type: 'integer', exclusiveMinimum: 0, maximum: Number.MAX_SAFE_INTEGER }, { type: 'null' }] };
const chatTool = (name, parameters) => ({ type: 'function', function: { name, description: `Does what ${name} says`, parameters } });
const called = (name, args) => ({ role: 'assistant', content: '', tool_calls: [{ id: 'call_1', type: 'function', function: { name, arguments: JSON.stringify(args) } }] });
const result = (content) => ({ role: 'tool', content, tool_call_id: 'call_1' });
const stainless = (lang, version, runtime) => ({
  'x-stainless-lang': lang, 'x-stainless-package-version': version, 'x-stainless-os': 'Linux', 'x-stainless-arch': 'x64', 'x-stainless-retry-count': '0',
  'x-stainless-runtime': lang === 'js' ? 'node' : 'CPython', 'x-stainless-runtime-version': runtime,
});

/** Aider 0.86.2, through LiteLLM. */
export const aider = {
  headers: { ...stainless('python', '2.20.0', '3.11.7'), 'user-agent': 'OpenAI/Python 2.20.0', 'x-stainless-async': 'false', 'x-stainless-raw-response': 'true', 'x-stainless-read-timeout': '600.0' },
  body: (model) => ({
    messages: [
      { role: 'system', content: 'You edit files by blocks.' },
      { role: 'user', content: 'There are no files yet.' },
      { role: 'assistant', content: 'Ok.' },
      { role: 'user', content: 'Say hello' },
    ],
    model, stream: true, temperature: 0,
  }),
};

/** Claude Code 2.1.330 (claude -p): its tools are found by a search of its own. */
export const claudeCode = {
  headers: {
    ...stainless('js', '0.128.0', 'v26.12.1'), 'x-stainless-timeout': '600', accept: 'application/json', 'user-agent': 'claude-cli/2.1.330 (external, sdk-cli)', 'x-app': 'cli',
    'x-claude-code-session-id': '00000000-0000-4000-8000-000000000000', 'anthropic-version': '2023-06-01', 'anthropic-dangerous-direct-browser-access': 'true',
    'anthropic-beta': 'claude-code-20250219,interleaved-thinking-2025-05-14,context-management-2025-06-27,mid-conversation-tool-changes-2026-07-01,thinking-token-count-2026-05-13,advanced-tool-use-2025-11-20,effort-2025-11-24',
  },
  body: (model) => ({
    model,
    messages: [
      { role: 'user', content: [{ type: 'text', text: '<system-reminder>\nNothing to remember.\n</system-reminder>' }, { type: 'text', text: 'What is the tide in Genoa?' }] },
      { role: 'system', content: '# Environment\nThe tools mcp__tide__table and WebFetch can be searched for.' },
      { role: 'assistant', content: [{ type: 'tool_use', id: 'call_1', name: 'ToolSearch', input: { query: 'select:mcp__tide__table', max_results: 5 } }] },
      { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'call_1', content: [{ type: 'tool_reference', tool_name: 'mcp__tide__table' }] }] },
      { role: 'assistant', content: [{ type: 'tool_use', id: 'call_2', name: 'mcp__tide__table', input: { harbour: 'Genoa' } }] },
      { role: 'user', content: [{ tool_use_id: 'call_2', type: 'tool_result', content: [{ type: 'text', text: 'High water at 06:12' }], cache_control: { type: 'ephemeral' } }] },
    ],
    system: [
      { type: 'text', text: 'x-anthropic-billing-header: cc_version=2.1.330.000; cc_entrypoint=sdk-cli;' },
      { type: 'text', text: 'You are an agent in a terminal.', cache_control: { type: 'ephemeral' } },
      { type: 'text', text: '\nAnswer briefly.', cache_control: { type: 'ephemeral' } },
    ],
    tools: [
      { name: 'Bash', description: 'Runs a command', input_schema: { $schema: 'https://json-schema.org/draft/2020-12/schema', ...object({ command: text, timeout: { type: 'number' } }) } },
      { name: 'Read', description: 'Reads a file', input_schema: { $schema: 'https://json-schema.org/draft/2020-12/schema', ...object({ file_path: text, offset: { type: 'integer', minimum: 0 } }) } },
      { name: 'ToolSearch', description: 'Finds tools', input_schema: { $schema: 'https://json-schema.org/draft/2020-12/schema', ...object({ query: text, max_results: { type: 'number', default: 5 } }) } },
      { name: 'DeferredToolPlaceholder', description: 'Holds a place', input_schema: { type: 'object', properties: {} }, defer_loading: true },
      { name: 'mcp__tide__table', description: 'Tells the tides', input_schema: object({ harbour: text }), defer_loading: true },
    ],
    metadata: { user_id: '{"device_id":"0000","account_uuid":"","session_id":"00000000-0000-4000-8000-000000000000"}' },
    max_tokens: 32000,
    thinking: { type: 'adaptive', display: 'omitted' },
    context_management: { edits: [{ type: 'clear_thinking_20251015', keep: 'all' }] },
    output_config: { effort: 'high' },
    stream: true,
  }),
};

/** Cline's CLI 3.0.65. */
export const cline = {
  headers: { 'user-agent': 'ai-sdk/openai-compatible/3.0.37 ai-sdk/provider-utils/5.0.30 runtime/bun/1.3.13', accept: '*/*' },
  body: (model) => ({
    model,
    messages: [
      { role: 'system', content: 'You are an agent.' },
      { role: 'user', content: 'What does a.txt say?' },
      called('read_files', { files: [{ path: '/project/a.txt' }] }),
      result('[{"query":"/project/a.txt","result":"ahoy","success":true}]'),
    ],
    tools: [
      chatTool('read_files', object({ files: { type: 'array', items: object({ path: text, start_line: wholeOrNull, end_line: wholeOrNull }) } })),
      chatTool('run_commands', object({ commands: { type: 'array', items: text } })),
    ],
    tool_choice: 'auto',
    stream: true,
    stream_options: { include_usage: true },
  }),
};

/** Codex CLI 0.169.0 (codex exec) with a server of tools, the turn after a call of one of them. */
export const codex = {
  headers: {
    originator: 'codex_exec', accept: 'text/event-stream', 'user-agent': 'codex_exec/0.169.0 (Debian 12.0.0; x86_64) dumb (codex_exec; 0.169.0)', 'session-id': 'example', 'thread-id': 'example',
    'x-client-request-id': 'example', 'x-codex-beta-features': 'remote_compaction_v2', 'x-codex-window-id': 'example:0', 'x-codex-turn-metadata': '{"installation_id":"example","request_kind":"turn"}',
  },
  body: (model) => ({
    model,
    stream: true,
    input: [
      { type: 'message', id: 'msg_1', role: 'developer', content: [{ type: 'input_text', text: 'You edit code in a terminal.' }] },
      { type: 'message', id: 'msg_2', role: 'developer', content: [{ type: 'input_text', text: 'No skills.' }, { type: 'input_text', text: 'Read only.' }] },
      { type: 'message', id: 'msg_3', role: 'user', content: [{ type: 'input_text', text: '<environment_context>\n  <cwd>/project</cwd>\n</environment_context>' }] },
      { type: 'message', id: 'msg_4', role: 'user', content: [{ type: 'input_text', text: 'Show the tide table of Genoa' }] },
      { type: 'reasoning', id: 'rs_1', summary: [{ type: 'summary_text', text: 'I look it up.' }], content: null, encrypted_content: null },
      { type: 'function_call', status: 'completed', id: 'fc_1', name: 'tide_table', namespace: 'mcp__tide', arguments: '{"harbour":"Genoa"}', call_id: 'call_1' },
      { type: 'function_call_output', id: 'fco_1', call_id: 'call_1', output: [{ type: 'input_text', text: 'Wall time: 0.0034 seconds\nOutput:' }, { type: 'input_text', text: 'High water at 06:12' }] },
    ],
    tools: [
      { type: 'function', name: 'exec_command', description: 'Runs a command', strict: false, parameters: object({ cmd: text, login: { type: 'boolean' }, prefix_rule: { type: 'array', items: text } }) },
      { type: 'function', name: 'get_goal', description: 'Tells the goal', strict: false, parameters: object({}) },
      { type: 'namespace', name: 'mcp__tide', description: 'Tides', tools: [{ type: 'function', name: 'tide_table', description: 'Tells the tides', strict: false, parameters: { type: 'object', properties: { harbour: text }, required: ['harbour'] } }] },
      { type: 'web_search', external_web_access: false },
    ],
    tool_choice: 'auto',
    parallel_tool_calls: true,
    reasoning: { summary: 'auto' },
    store: false,
    include: ['reasoning.encrypted_content'],
    prompt_cache_key: '00000000-0000-0000-0000-000000000000',
    client_metadata: { 'x-codex-installation-id': 'example', session_id: 'example', 'x-codex-window-id': 'example:0' },
  }),
};

/** Continue's CLI 1.5.47. */
export const continueCli = {
  headers: { ...stainless('js', '5.23.2', 'v20.20.2'), accept: 'application/json', 'user-agent': 'ls/JS 5.23.2' },
  body: (model) => ({
    model,
    messages: [
      { role: 'system', content: 'You are an agent.' },
      { role: 'user', content: 'What does a.txt say?' },
      called('Read', { filepath: 'a.txt' }),
      result('Content of a.txt:\nahoy\n'),
    ],
    stream: true,
    tools: [chatTool('Read', { type: 'object', required: ['filepath'], properties: { filepath: text } })],
  }),
};

const opencodeHeaders = { 'user-agent': 'opencode/1.18.33 ai-sdk/provider-utils/4.0.23 runtime/bun/1.3.14', 'x-session-affinity': 'ses_example', 'x-session-id': 'ses_example', accept: '*/*' };
/** opencode 1.18.33: a title for the conversation while it goes on. */
export const opencode = {
  headers: opencodeHeaders,
  title: (model) => ({
    model, max_tokens: 4000,
    messages: [{ role: 'system', content: 'You write titles.' }, { role: 'user', content: 'Generate a title for this conversation:\n' }, { role: 'user', content: 'What does a.txt say?' }],
    stream: true, stream_options: { include_usage: true },
  }),
  body: (model) => ({
    model, max_tokens: 4000,
    messages: [{ role: 'system', content: 'You are an agent.' }, { role: 'user', content: 'What does a.txt say?' }, called('read', { filePath: '/project/a.txt' }), result('1: ahoy\n')],
    tools: [chatTool('read', { $schema: 'https://json-schema.org/draft/2020-12/schema', ...object({ filePath: text, offset: { type: 'integer', minimum: 0 } }) })],
    tool_choice: 'auto', stream: true, stream_options: { include_usage: true },
  }),
};

/** The server of Open WebUI 0.12.4. */
export const openWebUi = {
  headers: { 'user-agent': 'Python/3.11 aiohttp/3.14.5', accept: '*/*', 'accept-encoding': 'gzip, deflate, br' },
  body: (model) => ({ model, stream: true, messages: [{ role: 'user', content: 'Say hello' }] }),
  title: (model) => ({ model, messages: [{ role: 'user', content: '### Task:\nWrite a title for the chat as JSON.' }], stream: false, max_tokens: 1000 }),
};

/** OpenAI's library 2.54.0, under LiteLLM and LangChain, too. */
export const python = { headers: { ...stainless('python', '2.54.0', '3.11.7'), 'user-agent': 'OpenAI/Python 2.54.0', 'x-stainless-async': 'false', 'x-stainless-read-timeout': '600', 'accept-encoding': 'gzip, deflate' } };
