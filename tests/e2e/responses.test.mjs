// SPDX-License-Identifier: MIT
// OpenAI's official client and the requests of Codex CLI against /v1/responses of the gateway process.
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import OpenAI from 'openai';
import { zodTextFormat } from 'openai/helpers/zod';
import { z } from 'zod';
import { clientKey, makeKey, remove, scratchFolder, startGateway, startOci, writeOciConfig } from './harness.mjs';

const llama = 'meta.llama-3.3-70b-instruct';
const thinker = 'openai.gpt-oss-120b';
const responsesOnly = 'openai.gpt-5.5-pro';
const hello = 'Say hello to the harbour master.';
const weather = {
  type: 'function',
  name: 'get_weather',
  description: 'The current weather of a city',
  parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'], additionalProperties: false },
  strict: true,
};
const askWeather = 'What is the weather in Oslo? Use get_weather.';
const onePixel = 'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

let folder, oci, gateway, client;

before(async () => {
  folder = scratchFolder();
  const key = makeKey();
  const { configFile } = writeOciConfig(folder, key);
  oci = await startOci(folder, key);
  gateway = await startGateway(folder, { oci, configFile, env: { OCI_GENAI_PROJECT: 'ocid1.generativeaiproject.oc1.us-chicago-1.aaaaexample' } });
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

/** What the gateway's log says of a request; nothing while it is under way. */
async function recordOf(response) {
  const log = await (await fetch(`${gateway.baseUrl}/requests`, { headers: { authorization: `Bearer ${clientKey}` } })).json();
  return log.data.find(({ id }) => id === response.headers.get('x-request-id'));
}

async function collect(stream) {
  const events = [];
  for await (const event of stream) events.push(event);
  return events;
}

// What clients rely on in any stream, whoever made it.
function checkOrder(events) {
  assert.deepEqual(events.map((event) => event.sequence_number), events.map((_, i) => i));
  assert.equal(events[0].type, 'response.created');
  assert.equal(events[1].type, 'response.in_progress');
  assert.match(events.at(-1).type, /^response\.(completed|incomplete|failed)$/);
  const open = new Set();
  for (const event of events) {
    if (event.type === 'response.output_item.added') open.add(event.output_index);
    else if (event.type === 'response.output_item.done') assert.ok(open.delete(event.output_index), 'an item that was not open');
    else if (event.output_index !== undefined) assert.ok(open.has(event.output_index), `${event.type} outside of its item`);
  }
  assert.equal(open.size, 0);
}

describe('create', () => {
  test('whole', async () => {
    const response = await client.responses.create({ model: llama, input: hello, metadata: { ship: 'Ann' } });
    assert.equal(response.object, 'response');
    assert.equal(response.status, 'completed');
    assert.equal(response.model, llama);
    assert.match(response.id, /^resp_/);
    assert.deepEqual(response.metadata, { ship: 'Ann' });
    assert.ok(response.output_text.length > 10);
    assert.equal(response.usage.total_tokens, response.usage.input_tokens + response.usage.output_tokens);
  });

  test('the same text as a chat', async () => {
    const chat = await client.chat.completions.create({ model: llama, messages: [{ role: 'user', content: hello }] });
    const whole = await client.responses.create({ model: llama, input: hello });
    const streamed = await client.responses.stream({ model: llama, input: hello }).finalResponse();
    assert.equal(whole.output_text, chat.choices[0].message.content);
    assert.equal(streamed.output_text, chat.choices[0].message.content);
  });

  test('streamed, in the order of the reference', async () => {
    const events = await collect(await client.responses.create({ model: llama, input: hello, stream: true }));
    checkOrder(events);
    const types = events.map((event) => event.type).filter((type, i, all) => type !== all[i - 1]);
    assert.deepEqual(types, ['response.created', 'response.in_progress', 'response.output_item.added', 'response.content_part.added',
      'response.output_text.delta', 'response.output_text.done', 'response.content_part.done', 'response.output_item.done', 'response.completed']);
  });

  test('the helper puts together what the last event says', async () => {
    const stream = client.responses.stream({ model: thinker, input: hello, reasoning: { effort: 'low', summary: 'auto' } });
    const items = [];
    let last;
    stream.on('event', (event) => {
      if (event.type === 'response.output_item.done') items[event.output_index] = event.item;
      last = event;
    });
    const final = await stream.finalResponse();
    assert.equal(last.type, 'response.completed');
    assert.deepEqual(items, last.response.output);
    assert.deepEqual(final.output.map((item) => item.type), ['reasoning', 'message']);
    assert.ok(final.output[0].summary[0].text.length > 0);
    assert.ok(final.usage.output_tokens_details.reasoning_tokens > 0);
  });

  test('an image part reaches the model', async () => {
    const response = await client.responses.create({
      model: 'meta.llama-4-maverick-17b-128e-instruct-fp8',
      input: [{ role: 'user', content: [{ type: 'input_text', text: 'What is in this picture?' }, { type: 'input_image', image_url: onePixel, detail: 'auto' }] }],
    });
    assert.match(response.output_text, /image/i);
  });

  test('a token limit leaves it incomplete', async () => {
    const response = await client.responses.create({ model: llama, input: hello, max_output_tokens: 3 });
    assert.equal(response.status, 'incomplete');
    assert.equal(response.incomplete_details.reason, 'max_output_tokens');
  });

  test('a format is parsed', async () => {
    const Ship = z.object({ name: z.string(), masts: z.number() });
    const response = await client.responses.parse({ model: llama, input: 'Describe a ship.', text: { format: zodTextFormat(Ship, 'ship') } });
    assert.equal(typeof response.output_parsed.name, 'string');
    assert.equal(typeof response.output_parsed.masts, 'number');
  });
});

describe('tools', () => {
  test('a round trip that sends everything again', async () => {
    const input = [{ role: 'user', content: askWeather }];
    const first = await client.responses.create({ model: llama, input, tools: [weather], store: false });
    const [call] = first.output.filter((item) => item.type === 'function_call');
    assert.equal(call.name, 'get_weather');
    assert.equal(typeof JSON.parse(call.arguments).city, 'string');

    input.push(...first.output, { type: 'function_call_output', call_id: call.call_id, output: '{"celsius":4}' });
    const second = await client.responses.create({ model: llama, input, tools: [weather], store: false });
    assert.match(second.output_text, /4/);
  });

  test('a round trip by previous_response_id, streamed', async () => {
    const stream = client.responses.stream({ model: thinker, input: askWeather, tools: [weather] });
    let pieces = '';
    stream.on('response.function_call_arguments.delta', (event) => { pieces += event.delta; });
    const first = await stream.finalResponse();
    const [call] = first.output.filter((item) => item.type === 'function_call');
    assert.equal(pieces, call.arguments);
    assert.equal(typeof call.parsed_arguments.city, 'string');

    const second = await client.responses.create({
      model: thinker, tools: [weather], previous_response_id: first.id,
      input: [{ type: 'function_call_output', call_id: call.call_id, output: '{"celsius":4}' }],
    });
    assert.match(second.output_text, /4/);
    assert.equal(second.previous_response_id, first.id);
  });

  test('what only OpenAI runs cannot be forced', async () => {
    await assert.rejects(client.responses.create({ model: llama, input: hello, tools: [{ type: 'file_search', vector_store_ids: ['vs_1'] }], tool_choice: { type: 'file_search' } }), (error) => {
      assert.ok(error instanceof OpenAI.BadRequestError);
      assert.equal(error.param, 'tool_choice.type');
      return true;
    });
  });
});

describe('what is kept', () => {
  test('is retrieved, listed and deleted', async () => {
    const made = await client.responses.create({ model: llama, input: hello });
    const again = await client.responses.retrieve(made.id);
    assert.deepEqual(again.output, made.output);

    const items = await client.responses.inputItems.list(made.id);
    assert.equal(items.data.length, 1);
    assert.equal(items.data[0].content[0].text, hello);

    const events = await collect(await client.responses.retrieve(made.id, { stream: true, starting_after: 1 }));
    assert.equal(events[0].sequence_number, 2);
    assert.deepEqual(events.at(-1).response.output, made.output);

    await client.responses.delete(made.id);
    await assert.rejects(client.responses.retrieve(made.id), (error) => {
      assert.ok(error instanceof OpenAI.NotFoundError);
      assert.match(error.message, /gateway's start/);
      return true;
    });
  });

  test('carries a conversation on, without its instructions', async () => {
    const first = await client.responses.create({ model: llama, instructions: 'Be brief.', input: 'My ship is the Ann.' });
    const second = await client.responses.create({ model: llama, previous_response_id: first.id, input: hello });
    const third = await client.responses.create({ model: llama, previous_response_id: second.id, input: hello });
    assert.equal(third.instructions, null);
    assert.ok(third.usage.input_tokens > first.usage.input_tokens, 'what came before is asked again');
  });

  test('is not, where the client says so', async () => {
    const made = await client.responses.create({ model: llama, input: hello, store: false });
    await assert.rejects(client.responses.retrieve(made.id), OpenAI.NotFoundError);
    await assert.rejects(client.responses.create({ model: llama, previous_response_id: made.id, input: hello }), (error) => {
      assert.equal(error.code, 'previous_response_not_found');
      return true;
    });
  });
});

describe('the background', () => {
  test('is polled', async () => {
    await oci.fault({ match: { path: '/actions/chat' }, pacing: { events: 20, ms: 20 } });
    const made = await client.responses.create({ model: llama, input: hello, background: true });
    assert.equal(made.status, 'queued');
    const done = await until(async () => {
      const now = await client.responses.retrieve(made.id);
      return now.status === 'completed' && now;
    });
    assert.ok(done.output_text.length > 10);
  });

  test('is cancelled', async () => {
    await oci.fault({ match: { path: '/actions/chat' }, delayMs: 20000 });
    const made = await client.responses.create({ model: llama, input: hello, background: true });
    await until(async () => (await oci.state()).open > 0);
    const cancelled = await client.responses.cancel(made.id);
    assert.equal(cancelled.status, 'cancelled');
    await until(async () => (await oci.state()).open === 0);
  });

  test('outlives its stream, which is taken up again', async () => {
    await oci.fault({ match: { path: '/actions/chat' }, pacing: { events: 20, ms: 20 } });
    const stream = await client.responses.create({ model: llama, input: hello, background: true, stream: true });
    let id, last;
    for await (const event of stream) {
      id ??= event.response?.id;
      last = event.sequence_number;
      if (event.type === 'response.output_text.delta') break;
    }
    const rest = await collect(await client.responses.retrieve(id, { stream: true, starting_after: last }));
    assert.equal(rest[0].sequence_number, last + 1);
    assert.equal(rest.at(-1).type, 'response.completed');
  });
});

describe("OCI's own Responses API", () => {
  test('answers what no chat can', async () => {
    await assert.rejects(client.chat.completions.create({ model: responsesOnly, messages: [{ role: 'user', content: hello }] }), (error) => {
      assert.ok(error instanceof OpenAI.BadRequestError);
      assert.match(error.message, /\/v1\/responses/);
      return true;
    });
    const whole = await client.responses.create({ model: responsesOnly, input: hello, store: true });
    assert.equal(whole.status, 'completed');
    assert.ok(whole.output_text.length > 10);
    assert.deepEqual((await client.responses.retrieve(whole.id)).output, whole.output);
    assert.equal((await client.responses.inputItems.list(whole.id)).data[0].content[0].text, hello);
    const next = await client.responses.create({ model: responsesOnly, input: hello, previous_response_id: whole.id });
    assert.equal(next.status, 'completed');
    await client.responses.delete(whole.id);
    await assert.rejects(client.responses.retrieve(whole.id), OpenAI.NotFoundError);
  });

  test('is streamed as it comes', async () => {
    const events = await collect(await client.responses.create({ model: responsesOnly, input: hello, stream: true }));
    checkOrder(events);
    assert.equal(events.at(-1).type, 'response.completed');
  });

  for (const stream of [false, true]) {
    test(`is recorded and counted as chats are${stream ? ', streamed' : ''}`, async () => {
      const { data, response } = await client.responses.create({ model: responsesOnly, input: hello, stream }).withResponse();
      const answer = stream ? (await collect(data)).at(-1).response : data;
      assert.equal(response.headers.get('x-gatehouse-model'), `DEFAULT/us-chicago-1/${responsesOnly}`);
      assert.match(response.headers.get('server-timing'), /sign;dur=.*upstream;dur=/);
      const record = await recordOf(response);
      assert.equal(record.model, responsesOnly);
      assert.equal(record.target, `DEFAULT/us-chicago-1/${responsesOnly}`);
      assert.equal(record.stream, stream);
      assert.equal(record.outcome, 'answered');
      assert.deepEqual([record.tokens.input, record.tokens.output, record.tokens.estimated],
        [answer.usage.input_tokens, answer.usage.output_tokens, false]);
      assert.equal(record.opc_request_id, response.headers.get('x-oci-request-id'));
      assert.ok(record.times_ms.upstream > 0);
      if (stream) assert.ok(record.times_ms.first_token > 0);
    });
  }
});

test('an answer made in the background is recorded when it has ended', async () => {
  const { data: made, response } = await client.responses.create({ model: llama, input: hello, background: true }).withResponse();
  const record = await until(() => recordOf(response));
  const { data: done, response: fetched } = await client.responses.retrieve(made.id).withResponse();
  assert.equal(done.status, 'completed');
  assert.equal(record.outcome, 'answered');
  assert.deepEqual([record.tokens.input, record.tokens.output, record.tokens.estimated], [done.usage.input_tokens, done.usage.output_tokens, false]);
  assert.equal(fetched.headers.get('x-gatehouse-model'), `DEFAULT/us-chicago-1/${llama}`);
  assert.equal(fetched.headers.get('x-oci-request-id'), record.opc_request_id);
});

test('moderation is recorded', async () => {
  const { response } = await client.moderations.create({ input: hello }).withResponse();
  const record = await recordOf(response);
  assert.equal(record.route, '/moderations');
  assert.ok(record.tokens.input > 3 && record.tokens.estimated && record.tokens.output === 0);
  assert.equal(record.opc_request_id, response.headers.get('x-oci-request-id'));
  assert.equal(response.headers.get('x-gatehouse-model'), 'DEFAULT/us-chicago-1');
  assert.ok(record.times_ms.upstream > 0);
});

describe('errors', () => {
  test('a stream that breaks off says that it failed', async () => {
    await oci.fault({ match: { path: '/actions/chat' }, cutAfterEvents: 3 });
    const events = [];
    await assert.rejects(async () => {
      for await (const event of await client.responses.create({ model: llama, input: hello, stream: true })) events.push(event);
    });
    assert.equal(events.at(-1).type, 'response.failed');
    assert.equal(events.at(-1).response.error.code, 'server_error');
  });

  test('throttling keeps its status', async () => {
    await oci.fault({ match: { path: '/actions/chat' }, times: 0, status: 429, code: 'TooManyRequests', message: 'Slow down.', retryAfter: 60 });
    await assert.rejects(client.responses.create({ model: llama, input: hello, stream: true }), OpenAI.RateLimitError);
  });

  test('input tokens are estimated', async () => {
    const few = await client.responses.inputTokens.count({ model: llama, input: hello });
    const more = await client.responses.inputTokens.count({ model: llama, input: hello, instructions: 'Be brief.', tools: [weather] });
    assert.equal(few.object, 'response.input_tokens');
    assert.ok(few.input_tokens > 5 && more.input_tokens > few.input_tokens);
  });

  test('compaction is not served', async () => {
    await assert.rejects(client.responses.compact({ model: llama, input: hello }), (error) => error.status === 501);
  });

  test('hanging up ends the answer', async () => {
    await oci.fault({ match: { path: '/actions/chat' }, pacing: { events: 1, ms: 20 }, answerBytes: 20000 });
    const stream = await client.responses.create({ model: llama, input: hello, stream: true });
    for await (const event of stream) {
      if (event.type === 'response.output_text.delta') break;
    }
    stream.controller.abort();
    await until(async () => (await oci.state()).open === 0, 1000);
  });
});

describe('Codex CLI', () => {
  // The fields and tools that it sends; it resends the whole history with each request.
  const request = (input) => ({
    model: thinker,
    instructions: 'You edit code in a terminal.',
    input,
    tools: [
      { type: 'function', name: 'shell', description: 'Runs a shell command and returns its output.', strict: false,
        parameters: { type: 'object', properties: { command: { type: 'array', items: { type: 'string' } }, workdir: { type: 'string' } }, required: ['command'], additionalProperties: false } },
      { type: 'custom', name: 'apply_patch', description: 'Use the `apply_patch` tool to edit files. This is a FREEFORM tool, so do not wrap the patch in JSON.',
        format: { type: 'grammar', syntax: 'lark', definition: 'start: begin_patch hunk+ end_patch\nbegin_patch: "*** Begin Patch" LF\nend_patch: "*** End Patch" LF?\n' } },
      { type: 'local_shell' },
      { type: 'web_search', external_web_access: false },
    ],
    tool_choice: 'auto',
    parallel_tool_calls: false,
    reasoning: { effort: 'medium', summary: 'auto' },
    store: false,
    stream: true,
    include: ['reasoning.encrypted_content'],
    prompt_cache_key: '019a0000-0000-7000-8000-000000000000',
    client_metadata: { 'x-codex-installation-id': 'example' },
  });
  const user = (text) => ({ type: 'message', role: 'user', content: [{ type: 'input_text', text }] });
  const send = async (input) => {
    const response = await fetch(`${gateway.baseUrl}/responses`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream', authorization: `Bearer ${clientKey}` },
      body: JSON.stringify(request(input)),
    });
    assert.equal(response.status, 200, await (response.ok ? '' : response.text()));
    const events = (await response.text()).split('\n\n').filter((block) => block.startsWith('event: ')).map((block) => {
      const [name, data] = block.split('\n');
      const event = JSON.parse(data.slice('data: '.length));
      assert.equal(name, `event: ${event.type}`);
      return event;
    });
    checkOrder(events);
    return events;
  };
  const itemsOf = (events) => events.filter((event) => event.type === 'response.output_item.done').map((event) => event.item);

  test('a session with commands and patches', async () => {
    const history = [
      { type: 'message', role: 'developer', content: [{ type: 'input_text', text: '<permissions>read-only</permissions>' }] },
      user('<environment_context>\n  <cwd>/project</cwd>\n</environment_context>'),
      user('List the files. Use shell.'),
    ];
    const first = await send(history);
    assert.ok(first.some((event) => event.type === 'response.reasoning_summary_part.added'));
    assert.ok(first.some((event) => event.type === 'response.reasoning_summary_text.delta'));
    const command = itemsOf(first).find((item) => item.type === 'function_call');
    assert.equal(command.name, 'shell');
    assert.ok(Array.isArray(JSON.parse(command.arguments).command));

    history.push(...itemsOf(first), { type: 'function_call_output', call_id: command.call_id, output: 'README.md\n' });
    const second = await send(history);
    assert.ok(itemsOf(second).some((item) => item.type === 'message'));

    history.push(...itemsOf(second), user('Change the title. Use apply_patch.'));
    const third = await send(history);
    const patch = itemsOf(third).find((item) => item.type === 'custom_tool_call');
    assert.equal(patch.name, 'apply_patch');
    assert.equal(typeof patch.input, 'string');
    assert.equal(third.find((event) => event.type === 'response.custom_tool_call_input.done').input, patch.input);

    history.push(...itemsOf(third), { type: 'custom_tool_call_output', call_id: patch.call_id, output: 'Done' });
    const fourth = await send(history);
    const done = fourth.at(-1).response;
    assert.equal(done.status, 'completed');
    assert.ok(done.usage.total_tokens > 0);
  });
});
