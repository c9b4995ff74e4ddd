// SPDX-License-Identifier: MIT
// Readers of streams that take nothing but what the strictest clients take (Zed's for chats).
import assert from 'node:assert/strict';

/** The events of a stream as [name, data]; each must be `event: NAME` at most and one `data: ` line. */
function events(text) {
  assert.ok(text.endsWith('\n\n'), 'the last event is whole');
  return text.slice(0, -2).split('\n\n').filter((block) => !block.startsWith(':')).map((block) => {
    const lines = block.split('\n');
    const data = lines.pop();
    assert.ok(data.startsWith('data: '), data); // with the space
    const name = lines.pop();
    assert.equal(lines.length, 0, block);
    if (name !== undefined) assert.match(name, /^event: \w/);
    return [name?.slice('event: '.length), data.slice('data: '.length)];
  });
}

const unsigned32 = (number) => Number.isInteger(number) && number >= 0 && number < 2 ** 32;

/** Text and tool calls of a chat completion's stream. `usage`: whether one chunk of it must end the stream. */
export function chatChunks(text, { usage = false } = {}) {
  const all = events(text);
  assert.equal(all.pop()[1], '[DONE]');
  const chunks = all.map(([name, data]) => { assert.equal(name, undefined); return JSON.parse(data); });
  if (usage) {
    const last = chunks.pop();
    assert.deepEqual(last.choices, []);
    assert.ok(last.usage.total_tokens > 0);
  }
  const result = { content: '', reasoning: '', toolCalls: [], finish: null };
  let begun = false;
  for (const chunk of chunks) {
    assert.equal(chunk.object, 'chat.completion.chunk');
    assert.equal(chunk.id, chunks[0].id);
    assert.equal(chunk.model, chunks[0].model);
    assert.ok(unsigned32(chunk.created));
    assert.ok(usage ? chunk.usage === null : !('usage' in chunk), 'usage only when asked for');
    assert.equal(result.finish, null, 'nothing follows the finish');
    for (const { index, delta, finish_reason: finish } of chunk.choices) {
      assert.equal(index, 0);
      assert.equal(delta.role, begun ? undefined : 'assistant');
      begun = true;
      result.content += delta.content ?? '';
      result.reasoning += delta.reasoning_content ?? '';
      for (const call of delta.tool_calls ?? []) {
        assert.ok(unsigned32(call.index));
        if (call.index === result.toolCalls.length) result.toolCalls.push({ id: call.id, name: call.function.name, arguments: '' });
        else assert.ok(call.id === undefined, 'an id comes once');
        assert.ok(result.toolCalls[call.index]?.id, 'the first piece has the id');
        result.toolCalls[call.index].arguments += call.function.arguments;
      }
      result.finish = finish;
    }
  }
  assert.match(result.finish, result.toolCalls.length > 0 ? /^tool_calls$/ : /^(stop|length)$/);
  return result;
}

/** The message of an Anthropic stream, with `startUsage`. */
export function anthropicEvents(text) {
  let message = null;
  let open = -1;
  let ended = false;
  const kinds = { text_delta: ['text', 'text'], thinking_delta: ['thinking', 'thinking'], signature_delta: ['thinking', 'signature'], input_json_delta: ['tool_use', 'partial_json'] };
  for (const [name, data] of events(text)) {
    const event = JSON.parse(data);
    assert.equal(event.type, name);
    assert.ok(!ended, 'nothing follows message_stop');
    switch (name) {
      case 'ping': break;
      case 'message_start':
        assert.equal(message, null);
        message = event.message;
        assert.deepEqual(message.content, []);
        assert.equal(message.role, 'assistant');
        message.startUsage = message.usage;
        break;
      case 'content_block_start':
        assert.equal(open, -1, 'one block at a time');
        open = event.index;
        assert.equal(open, message.content.length);
        message.content.push({ ...event.content_block, json: '' });
        break;
      case 'content_block_delta': {
        assert.equal(event.index, open);
        const [kind, field] = kinds[event.delta.type];
        const block = message.content[open];
        assert.equal(block.type, kind);
        if (kind === 'tool_use') block.json += event.delta.partial_json;
        else block[field] = (block[field] ?? '') + event.delta[field];
        break;
      }
      case 'content_block_stop':
        assert.equal(event.index, open);
        if (message.content[open].type === 'tool_use') message.content[open].input = JSON.parse(message.content[open].json);
        open = -1;
        break;
      case 'message_delta':
        assert.equal(open, -1);
        assert.ok(event.delta.stop_reason);
        assert.ok(event.usage.output_tokens > 0);
        Object.assign(message, event.delta, { usage: { ...message.usage, ...event.usage } });
        break;
      case 'message_stop':
        ended = true;
        break;
      default:
        assert.fail(`unknown event ${name}`);
    }
  }
  assert.ok(ended && message.stop_reason);
  return message;
}

/** The response that a stream of the Responses API ends with. */
export function responseEvents(text) {
  const all = events(text).map(([name, data]) => {
    const event = JSON.parse(data);
    assert.equal(event.type, name);
    return event;
  });
  all.forEach((event, i) => assert.equal(event.sequence_number, i));
  assert.equal(all[0].type, 'response.created');
  const { response } = all.at(-1);
  assert.match(all.at(-1).type, /^response\.(completed|incomplete|failed)$/);
  for (const [i, item] of response.output.entries()) {
    const of = all.filter((event) => event.output_index === i);
    assert.equal(of[0].type, 'response.output_item.added');
    assert.equal(of.at(-1).type, 'response.output_item.done');
    assert.deepEqual(of.at(-1).item, item);
    const deltas = (type) => of.filter((event) => event.type === type).map(({ delta }) => delta).join('');
    if (item.type === 'message') assert.equal(deltas('response.output_text.delta'), item.content.map((part) => part.text ?? '').join(''));
    if (item.type === 'function_call') assert.equal(deltas('response.function_call_arguments.delta'), item.arguments);
  }
  return response;
}
