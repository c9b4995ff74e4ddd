// SPDX-License-Identifier: MIT
// Requests in the shape in which Claude Code sends them: POST /v1/messages?beta=true.

const tool = (name, description, properties) => ({
  name,
  description: `${description} `.repeat(20),
  input_schema: {
    $schema: 'http://json-schema.org/draft-07/schema#',
    type: 'object',
    properties,
    required: Object.keys(properties).slice(0, 1),
    additionalProperties: false,
  },
});

const path = { type: 'string', description: 'The absolute path' };
export const tools = [
  tool('Task', 'Starts a longer job.', { description: { type: 'string' }, prompt: { type: 'string' }, subagent_type: { type: 'string' } }),
  tool('Bash', 'Runs a command.', { command: { type: 'string' }, timeout: { type: 'number' }, run_in_background: { type: 'boolean' } }),
  tool('Glob', 'Finds files by pattern.', { pattern: { type: 'string' }, path }),
  tool('Grep', 'Searches files.', { pattern: { type: 'string' }, output_mode: { type: 'string', enum: ['content', 'files_with_matches', 'count'] }, '-n': { type: 'boolean' } }),
  tool('Read', 'Reads a file.', { file_path: path, offset: { type: 'number' }, limit: { type: 'number' } }),
  tool('Edit', 'Edits a file.', { file_path: path, old_string: { type: 'string' }, new_string: { type: 'string' }, replace_all: { type: 'boolean', default: false } }),
  tool('Write', 'Writes a file.', { file_path: path, content: { type: 'string' } }),
  tool('TodoWrite', 'Keeps a list of what is to do.', {
    todos: {
      type: 'array',
      items: { type: 'object', properties: { content: { type: 'string', minLength: 1 }, status: { type: 'string', enum: ['pending', 'in_progress', 'completed'] } }, required: ['content', 'status'], additionalProperties: false },
    },
  }),
  tool('mcp__calendar__list_events', 'Lists events.', { day: { anyOf: [{ type: 'string' }, { type: 'null' }] } }),
];

const ephemeral = { type: 'ephemeral' };
let requests = 0;

/** A request with this conversation; each has another first system block, as with Claude Code. */
export const request = (model, messages, more = {}) => ({
  model,
  max_tokens: 32000,
  stream: true,
  temperature: 1,
  system: [
    { type: 'text', text: `x-anthropic-billing-header: cc_version=2.1.200; cc_entrypoint=cli; cch=${(++requests).toString(16)};` },
    { type: 'text', text: 'You are an assistant in a terminal.', cache_control: ephemeral },
    { type: 'text', text: 'Be brief. Follow the conventions of the project. '.repeat(100), cache_control: { ...ephemeral, ttl: '1h' } },
  ],
  thinking: { type: 'enabled', budget_tokens: 31999 },
  context_management: { edits: [{ type: 'clear_thinking_20251015', keep: 'all' }] },
  output_config: { effort: 'medium' },
  metadata: { user_id: `user_${'0123456789abcdef'.repeat(4)}_account__session_00000000-0000-4000-8000-000000000000` },
  tools,
  messages,
  ...more,
});

export const headers = {
  'anthropic-beta': 'claude-code-20250219,interleaved-thinking-2025-05-14,context-management-2025-06-27',
  'anthropic-dangerous-direct-browser-access': 'true',
  'anthropic-version': '2023-06-01',
  'x-app': 'cli',
  'x-stainless-helper-method': 'stream',
};

export const reminder = { type: 'text', text: '<system-reminder>\nAs you answer, consider what the project says of itself.\n</system-reminder>' };
export const said = (text, cached = false) => ({ role: 'user', content: [{ type: 'text', text, ...(cached ? { cache_control: ephemeral } : {}) }] });
