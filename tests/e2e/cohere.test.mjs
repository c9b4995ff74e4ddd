// SPDX-License-Identifier: MIT
// OpenAI's official client against the gateway, with the models that speak Cohere's formats and one
// on a dedicated cluster that neither streams nor calls tools in so many words.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import OpenAI from 'openai';
import { clientKey, makeKey, remove, scratchFolder, startGateway, startOci, writeOciConfig } from './harness.mjs';

const hello = [
  { role: 'system', content: 'Be brief.' },
  { role: 'user', content: 'Hi' },
  { role: 'assistant', content: 'Hello!' },
  { role: 'user', content: 'Say hello to the harbour master.' },
];
const weather = {
  type: 'function',
  function: {
    name: 'get_weather',
    description: 'The current weather of a city',
    parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
  },
};
const askWeather = [{ role: 'user', content: 'What is the weather in Oslo and in Paris? Use get_weather.' }];
const onePixel = 'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const [text, vision, reasoning] = ['cohere.command-a-03-2025', 'cohere.command-a-vision-07-2025', 'cohere.command-a-reasoning-08-2025'];

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

for (const model of [text, vision, reasoning]) {
  describe(model, () => {
    test('streams the same text as whole', async () => {
      const whole = await client.chat.completions.create({ model, messages: hello });
      const streamed = await client.chat.completions.stream({ model, messages: hello }).finalChatCompletion();
      assert.match(whole.choices[0].message.content, /harbour master/);
      assert.equal(streamed.choices[0].message.content, whole.choices[0].message.content);
      assert.equal(streamed.choices[0].finish_reason, 'stop');
    });

    for (const stream of [false, true]) {
      test(`calls tools in parallel and takes their results${stream ? ', streamed' : ''}`, async () => {
        const ask = async (messages) => stream
          ? client.chat.completions.stream({ model, messages, tools: [weather] }).finalChatCompletion()
          : client.chat.completions.create({ model, messages, tools: [weather] });
        const { choices: [{ message, finish_reason: reason }] } = await ask(askWeather);
        assert.equal(reason, 'tool_calls');
        assert.deepEqual(message.tool_calls.map(({ function: { arguments: args } }) => JSON.parse(args).city), ['Oslo', 'Paris']);
        assert.equal(new Set(message.tool_calls.map(({ id }) => id)).size, 2);
        const results = message.tool_calls.map(({ id }, i) => ({ role: 'tool', tool_call_id: id, content: `${i + 4} degrees` }));
        const answer = await ask([...askWeather, message, ...results]);
        assert.equal(answer.choices[0].finish_reason, 'stop');
        assert.match(answer.choices[0].message.content, /4 degrees.*5 degrees/s);
      });
    }

    test('answers in JSON', async () => {
      const answer = await client.chat.completions.create({
        model,
        messages: [{ role: 'user', content: 'A city' }],
        response_format: { type: 'json_schema', json_schema: { name: 'city', schema: weather.function.parameters } },
      });
      assert.deepEqual(Object.keys(JSON.parse(answer.choices[0].message.content)), ['city']);
    });

    test('cites the documents', async () => {
      const answer = await client.chat.completions.create({
        model, messages: hello, documents: [{ title: 'Harbours', url: 'https://example.com/h', text: 'Ships.' }],
      });
      assert.equal(answer.choices[0].message.annotations[0].url_citation.title, 'Harbours');
    });

    test('refuses several answers in words', async () => {
      await assert.rejects(client.chat.completions.create({ model, messages: hello, n: 2 }), (error) => {
        assert.ok(error instanceof OpenAI.BadRequestError);
        assert.equal(error.param, 'n');
        return true;
      });
    });
  });
}

test('an image reaches the model with eyes and no other', async () => {
  const messages = [{ role: 'user', content: [{ type: 'text', text: 'What is this?' }, { type: 'image_url', image_url: { url: onePixel } }] }];
  const answer = await client.chat.completions.create({ model: vision, messages });
  assert.match(answer.choices[0].message.content, /1 × 1 pixels/);
  await assert.rejects(client.chat.completions.create({ model: text, messages }), (error) => {
    assert.equal(error.status, 400);
    assert.equal(error.param, 'messages[0].content[1].image_url');
    return true;
  });
});

test('thinking comes as reasoning', async () => {
  const answer = await client.chat.completions.create({ model: reasoning, messages: hello, reasoning_effort: 'low' });
  assert.ok(answer.choices[0].message.reasoning_content.length > 10);
  assert.ok(answer.usage.completion_tokens_details.reasoning_tokens > 0);
});

test('an imported model that does not stream and writes its calls is used like any other', async () => {
  const model = 'ocid1.generativeaiendpoint.oc1.us-chicago-1.demoresearchqwen';
  for (let i = 0; i < 2; ++i) {
    const { data: stream, response } = await client.chat.completions
      .create({ model, messages: askWeather, tools: [weather], stream: true }).withResponse();
    assert.match(response.headers.get('x-oci-warning'), /: stream$/);
    const calls = [];
    let content = '';
    let reason;
    for await (const { choices: [choice] } of stream) {
      content += choice?.delta.content ?? '';
      for (const call of choice?.delta.tool_calls ?? []) calls.push(call.function.name ?? '');
      reason ??= choice?.finish_reason ?? undefined;
    }
    assert.equal(content, '');
    assert.deepEqual(calls.filter(Boolean), ['get_weather', 'get_weather']);
    assert.equal(reason, 'tool_calls');
  }
});
