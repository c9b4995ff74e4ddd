// SPDX-License-Identifier: MIT
// Chats of Oracle's own SDK with the embedded OCI service, in all three formats.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import inference from 'oci-generativeaiinference';
import { startBench, tenancy } from './sdkclients.mjs';
import { literalOf, typeErrors, typesFolder } from './sdktypes.mjs';

const llama = 'meta.llama-3.3-70b-instruct';
const onePixel = 'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const hello = 'Say hello to the harbour master – ærlig talt, 😀.';
const askWeather = 'What is the weather in Oslo? Use get_weather.';
const schema = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'], additionalProperties: false };
const weather = { name: 'get_weather', description: 'The current weather of a city' };
const { ChatChoice, CohereChatResponse, CohereChatResponseV2 } = inference.models;

let bench, client;
const answers = [];

before(async () => {
  bench = await startBench();
  client = bench.client(inference.GenerativeAiInferenceClient, 'inference.generativeai');
});
after(async () => { await bench?.stop(); });

const asked = (modelId, chatRequest) => ({
  chatDetails: { compartmentId: tenancy, servingMode: { servingType: 'ON_DEMAND', modelId }, chatRequest: { maxTokens: 2000, ...chatRequest } },
});
const text = (words) => ({ type: 'TEXT', text: words });
const says = (role, words, more = {}) => ({ role, content: [text(words)], ...more });

async function whole(modelId, chatRequest) {
  const { chatResult, opcRequestId } = await client.chat(asked(modelId, chatRequest));
  assert.equal(chatResult.modelId, modelId);
  assert.ok(opcRequestId);
  answers.push(chatResult);
  assert.equal(chatResult.chatResponse.apiFormat, chatRequest.apiFormat);
  const { usage } = chatResult.chatResponse;
  assert.ok(usage.completionTokens > 0);
  assert.equal(usage.totalTokens, usage.promptTokens + usage.completionTokens);
  return chatResult.chatResponse;
}

/** The events of a stream, each read as the SDK's `Model`. It hands a stream over as bytes. */
async function streamed(modelId, chatRequest, Model) {
  const body = await client.chat(asked(modelId, { ...chatRequest, isStream: true, streamOptions: { isIncludeUsage: true } }));
  let all = '';
  const decoder = new TextDecoder();
  for await (const bytes of body) all += decoder.decode(bytes, { stream: true });
  const data = all.split('\n\n').filter(Boolean).map((event) => /^data: (.*)$/.exec(event)[1]);
  assert.equal(data.pop(), '[DONE]');
  const events = data.map((line) => Model.getDeserializedJsonObj(JSON.parse(line)));
  assert.equal(events.filter(({ usage }) => usage).length, 1);
  assert.ok(events.at(-1).usage.totalTokens > 0);
  return events;
}

describe('GENERIC', () => {
  const ask = (words, more = {}) => ({ apiFormat: 'GENERIC', messages: [says('SYSTEM', 'Be brief.'), says('USER', words)], ...more });
  const tools = [{ type: 'FUNCTION', ...weather, parameters: schema }];
  const parts = (messages, pick) => messages.map(pick).filter(Boolean).join('');
  const textOf = (messages) => parts(messages, ({ content }) => content?.map((part) => part.text).join(''));

  async function stream(modelId, chatRequest) {
    const events = await streamed(modelId, chatRequest, ChatChoice);
    const reasons = events.map(({ finishReason }) => finishReason).filter(Boolean);
    assert.equal(reasons.length, 1);
    return { messages: events.map(({ message }) => message).filter(Boolean), finishReason: reasons[0] };
  }

  test('whole', async () => {
    const answer = await whole(llama, ask(hello));
    assert.ok(Math.abs(new Date(answer.timeCreated) - Date.now()) < 60_000);
    assert.equal(answer.choices.length, 1);
    assert.equal(answer.choices[0].index, 0);
    assert.equal(answer.choices[0].finishReason, 'stop');
    assert.equal(answer.choices[0].message.role, 'ASSISTANT');
    assert.ok(textOf([answer.choices[0].message]).includes(hello));
  });

  test('streamed, the same text as whole', async () => {
    const { choices: [choice] } = await whole(llama, ask(hello));
    const { messages, finishReason } = await stream(llama, ask(hello));
    assert.ok(messages.length > 5);
    assert.ok(messages.every(({ role }) => role === 'ASSISTANT'));
    assert.equal(textOf(messages), textOf([choice.message]));
    assert.equal(finishReason, 'stop');
  });

  test('several choices, and one that ends at the limit', async () => {
    const { choices } = await whole(llama, ask(hello, { numGenerations: 3, maxTokens: 4 }));
    assert.deepEqual(choices.map(({ index }) => index), [0, 1, 2]);
    assert.ok(choices.every(({ finishReason }) => finishReason === 'length'));
  });

  test('an image', async () => {
    const content = [text('What is in this picture?'), { type: 'IMAGE', imageUrl: { url: onePixel, detail: 'AUTO' } }];
    const { choices } = await whole('meta.llama-4-maverick-17b-128e-instruct-fp8', { apiFormat: 'GENERIC', messages: [{ role: 'USER', content }] });
    assert.match(textOf([choices[0].message]), /png/i);
  });

  test('a JSON schema', async () => {
    const responseFormat = { type: 'JSON_SCHEMA', jsonSchema: { name: 'place', schema, isStrict: true } };
    const { choices } = await whole(llama, ask('Where is the Opera of Oslo?', { responseFormat }));
    const value = JSON.parse(textOf([choices[0].message]));
    assert.deepEqual(Object.keys(value), ['city']);
    assert.equal(typeof value.city, 'string');
  });

  test('reasoning', async () => {
    const { choices: [{ message }], usage } = await whole('openai.gpt-oss-120b', ask(hello, { reasoningEffort: 'HIGH' }));
    assert.ok(message.reasoningContent.length > 10);
    assert.ok(usage.completionTokensDetails.reasoningTokens > 0);
    const { messages } = await stream('openai.gpt-oss-120b', ask(hello, { reasoningEffort: 'HIGH' }));
    assert.equal(parts(messages, ({ reasoningContent }) => reasoningContent), message.reasoningContent);
  });

  for (const model of [llama, 'openai.gpt-oss-120b', 'xai.grok-4.3', 'google.gemini-2.5-flash']) {
    test(`a round trip of a tool, ${model}`, async () => {
      const { choices: [choice] } = await whole(model, ask(askWeather, { tools }));
      const [call] = choice.message.toolCalls;
      assert.equal(call.type, 'FUNCTION');
      assert.equal(call.name, 'get_weather');
      assert.equal(typeof JSON.parse(call.arguments).city, 'string');

      const { messages } = await stream(model, ask(askWeather, { tools }));
      const pieces = messages.flatMap(({ toolCalls }) => toolCalls ?? []);
      assert.equal(pieces[0].name, 'get_weather');
      assert.equal(parts(pieces, (piece) => piece.arguments), call.arguments);

      const result = says('TOOL', '{"celsius":4}', call.id ? { toolCallId: call.id } : {});
      const second = await whole(model, ask(askWeather, { tools, messages: [says('USER', askWeather), { ...choice.message, content: [text('Wait.')] }, result] }));
      assert.equal(second.choices[0].finishReason, 'stop');
      assert.match(textOf([second.choices[0].message]), /4/);
    });
  }
});

describe('COHERE', () => {
  const model = 'cohere.command-a-03-2025';
  const ask = (message, more = {}) => ({
    apiFormat: 'COHERE',
    message,
    preambleOverride: 'Be brief.',
    chatHistory: [{ role: 'USER', message: 'Hello' }, { role: 'CHATBOT', message: 'Hi!' }],
    ...more,
  });
  const tools = [{ ...weather, parameterDefinitions: { city: { description: 'Its name', type: 'str', isRequired: true } } }];

  test('whole', async () => {
    const answer = await whole(model, ask(hello));
    assert.ok(answer.text.includes(hello));
    assert.equal(answer.finishReason, CohereChatResponse.FinishReason.Complete);
    assert.deepEqual(answer.chatHistory.map(({ role }) => role), ['USER', 'CHATBOT', 'USER', 'CHATBOT']);
    assert.equal(answer.chatHistory.at(-1).message, answer.text);
  });

  test('streamed, the same text as whole, and once more in the last event', async () => {
    const { text: all } = await whole(model, ask(hello));
    const events = await streamed(model, ask(hello), CohereChatResponse);
    const last = events.pop();
    assert.equal(events.map((event) => event.text).join(''), all);
    assert.equal(last.text, all);
    assert.equal(last.finishReason, CohereChatResponse.FinishReason.Complete);
    assert.ok([...events, last].every(({ apiFormat }) => apiFormat === 'COHERE'));
  });

  test('documents are cited', async () => {
    const documents = [{ id: 'harbour', title: 'Harbour', text: 'The harbour master is Ann.' }];
    const { text: all, citations, documents: used } = await whole(model, ask('Who is the harbour master?', { documents }));
    assert.equal(all.slice(citations[0].start, citations[0].end), citations[0].text);
    assert.deepEqual(citations[0].documentIds, ['harbour']);
    assert.deepEqual(used[0].id, 'harbour');
  });

  test('a round trip of a tool', async () => {
    const { toolCalls: [call] } = await whole(model, ask(askWeather, { tools }));
    assert.equal(call.name, 'get_weather');
    assert.equal(typeof call.parameters.city, 'string');
    const events = await streamed(model, ask(askWeather, { tools }), CohereChatResponse);
    assert.deepEqual(events.find(({ toolCalls }) => toolCalls).toolCalls, [call]);
    const chatHistory = [{ role: 'USER', message: askWeather }, { role: 'CHATBOT', message: 'Wait.', toolCalls: [call] }];
    const second = await whole(model, ask('', { tools, chatHistory, toolResults: [{ call, outputs: [{ celsius: 4 }] }] }));
    assert.match(second.text, /4/);
  });
});

describe('COHEREV2', () => {
  const vision = 'cohere.command-a-vision-07-2025';
  const thinker = 'cohere.command-a-reasoning-08-2025';
  const ask = (words, more = {}) => ({ apiFormat: 'COHEREV2', messages: [says('SYSTEM', 'Be brief.'), says('USER', words)], ...more });
  const tools = [{ type: 'FUNCTION', function: { ...weather, parameters: schema } }];
  const piecesOf = (messages, type) => messages.flatMap(({ content }) => content ?? []).filter((part) => part.type === type).map((part) => part.text ?? part.thinking).join('');

  test('whole and streamed, the same text', async () => {
    const answer = await whole(vision, ask(hello));
    assert.ok(answer.id);
    assert.equal(answer.message.role, 'ASSISTANT');
    assert.equal(answer.finishReason, CohereChatResponseV2.FinishReason.Complete);
    assert.ok(piecesOf([answer.message], 'TEXT').includes(hello));
    const events = await streamed(vision, ask(hello), CohereChatResponseV2);
    assert.equal(piecesOf(events.map(({ message }) => message).filter(Boolean), 'TEXT'), piecesOf([answer.message], 'TEXT'));
    assert.deepEqual(events.map(({ finishReason }) => finishReason).filter(Boolean), ['COMPLETE']);
  });

  test('an image', async () => {
    const content = [text('What is in this picture?'), { type: 'IMAGE_URL', imageUrl: { url: onePixel } }];
    assert.match(piecesOf([(await whole(vision, { apiFormat: 'COHEREV2', messages: [{ role: 'USER', content }] })).message], 'TEXT'), /png/i);
  });

  test('thinking', async () => {
    const thinking = { type: 'ENABLED', tokenBudget: 500 };
    const { message } = await whole(thinker, ask(hello, { thinking }));
    assert.ok(piecesOf([message], 'THINKING').length > 10);
    const events = await streamed(thinker, ask(hello, { thinking }), CohereChatResponseV2);
    assert.equal(piecesOf(events.map((event) => event.message).filter(Boolean), 'THINKING'), piecesOf([message], 'THINKING'));
  });

  for (const model of [vision, thinker]) {
    test(`a round trip of a tool, ${model}`, async () => {
      const { message, finishReason } = await whole(model, ask(askWeather, { tools }));
      assert.equal(finishReason, CohereChatResponseV2.FinishReason.ToolCall);
      const [call] = message.toolCalls;
      assert.equal(call.type, 'FUNCTION');
      assert.equal(call.function.name, 'get_weather');
      assert.equal(typeof JSON.parse(call.function.arguments).city, 'string');
      const pieces = (await streamed(model, ask(askWeather, { tools }), CohereChatResponseV2)).flatMap((event) => event.message?.toolCalls ?? []);
      assert.equal(pieces.map((piece) => piece.function.arguments).join(''), call.function.arguments);
      const messages = [says('USER', askWeather), message, says('TOOL', '{"celsius":4}', { toolCallId: call.id })];
      assert.match(piecesOf([(await whole(model, ask(askWeather, { tools, messages }))).message], 'TEXT'), /4/);
    });
  }
});

test('whole answers pass tsc --strict as a ChatResult', () => {
  assert.ok(answers.length >= 20);
  const sources = answers.map((answer, i) => [`answer${i}`, literalOf(JSON.parse(JSON.stringify(answer)), 'ChatResult')]);
  // Gemini's calls have no ids, other than the SDK says: the service is known to answer so.
  const calls = answers.findIndex(({ modelId, chatResponse }) => modelId.startsWith('google.') && chatResponse.choices[0].message.toolCalls.length > 0);
  const errors = typeErrors(typesFolder('answers'), sources);
  assert.equal(errors.length, 1, errors.join('\n'));
  assert.match(errors[0], new RegExp(`^answer${calls}\\.ts.* Property '"id"' is missing .* required in type 'FunctionCall'`));
});
