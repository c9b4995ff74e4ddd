// SPDX-License-Identifier: MIT
// The AI SDK with its provider for OpenAI-compatible services, as web applications use it, against
// the gateway process in front of the embedded OCI service.
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { APICallError, embedMany, generateObject, generateText, stepCountIs, streamObject, streamText, tool } from 'ai';
import { z } from 'zod';
import { clientKey, makeKey, remove, scratchFolder, startGateway, startOci, writeOciConfig } from './harness.mjs';

const llama = 'meta.llama-3.3-70b-instruct';
const prompt = 'Say hello to the harbour master.';
const onePixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

let folder, oci, gateway, provider;

before(async () => {
  folder = scratchFolder();
  const key = makeKey();
  const { configFile } = writeOciConfig(folder, key);
  oci = await startOci(folder, key);
  gateway = await startGateway(folder, { oci, configFile });
  provider = createOpenAICompatible({
    name: 'gatehouse', baseURL: gateway.baseUrl, apiKey: clientKey, includeUsage: true, supportsStructuredOutputs: true,
  });
});

after(async () => {
  const end = await gateway?.stop();
  await oci?.stop();
  remove(folder);
  assert.equal(end?.code, 0, gateway?.stderr());
});

afterEach(async () => { await oci.noFaults(); });

const weatherTool = (asked) => tool({
  description: 'The current weather of a city',
  inputSchema: z.object({ city: z.string() }),
  execute: async ({ city }) => {
    asked.push(city);
    return { city, weather: city === 'Oslo' ? '4 degrees' : '15 degrees' };
  },
});

describe('text', () => {
  test('whole and streamed are the same', async () => {
    const whole = await generateText({ model: provider(llama), system: 'Be brief.', prompt, maxRetries: 0 });
    assert.match(whole.text, /harbour master/);
    assert.equal(whole.finishReason, 'stop');
    const stream = streamText({ model: provider(llama), system: 'Be brief.', prompt, maxRetries: 0 });
    const pieces = [];
    for await (const piece of stream.textStream) pieces.push(piece);
    assert.ok(pieces.length > 5);
    assert.equal(pieces.join(''), whole.text);
    assert.equal(await stream.finishReason, 'stop');
    assert.deepEqual((await stream.usage).outputTokens, whole.usage.outputTokens);
    assert.ok(whole.usage.inputTokens > 0);
  });

  test('reasoning is told apart', async () => {
    const { reasoningText, text } = await generateText({ model: provider('cohere.command-a-reasoning-08-2025'), prompt, maxRetries: 0 });
    assert.ok(reasoningText.length > 10);
    assert.match(text, /harbour master/);
  });

  test('an image reaches the model', async () => {
    const { text } = await generateText({
      model: provider('meta.llama-4-maverick-17b-128e-instruct-fp8'),
      messages: [{ role: 'user', content: [{ type: 'text', text: 'What is this?' }, { type: 'image', image: onePixel, mediaType: 'image/png' }] }],
      maxRetries: 0,
    });
    assert.match(text, /png/i);
  });

  test('completions of the older interface', async () => {
    const { text } = await generateText({ model: provider.completionModel(llama), prompt, maxRetries: 0 });
    assert.ok(text.length > 10);
  });
});

describe('tools', () => {
  const question = 'What is the weather in Oslo and in Paris? Use get_weather.';
  // Gemini gets each result right after its call, and the simulated one repeats the last alone.
  for (const [model, said] of [[llama, /4 degrees.*15 degrees/s], ['cohere.command-a-03-2025', /4 degrees.*15 degrees/s], ['google.gemini-2.5-flash', /15 degrees/]]) {
    test(`are called over several steps, ${model}`, async () => {
      const asked = [];
      const { text, steps } = await generateText({
        model: provider(model), prompt: question, tools: { get_weather: weatherTool(asked) }, stopWhen: stepCountIs(4), maxRetries: 0,
      });
      assert.deepEqual(asked.toSorted(), ['Oslo', 'Paris']);
      assert.deepEqual(steps.map(({ finishReason }) => finishReason), ['tool-calls', 'stop']);
      assert.match(text, said);
    });

    test(`are called over several steps, streamed, ${model}`, async () => {
      const asked = [];
      const stream = streamText({
        model: provider(model), prompt: question, tools: { get_weather: weatherTool(asked) }, stopWhen: stepCountIs(4), maxRetries: 0,
      });
      for await (const part of stream.fullStream) assert.notEqual(part.type, 'error', String(part.error));
      assert.deepEqual(asked.toSorted(), ['Oslo', 'Paris']);
      assert.equal((await stream.steps).length, 2);
      assert.match(await stream.text, said);
    });
  }
});

describe('objects', () => {
  const schema = z.object({ city: z.string(), people: z.number() });

  test('conform to their schema', async () => {
    const { object } = await generateObject({ model: provider(llama), schema, prompt: 'A city', maxRetries: 0 });
    assert.ok(schema.safeParse(object).success, JSON.stringify(object));
  });

  test('conform to it streamed', async () => {
    const stream = streamObject({ model: provider(llama), schema, prompt: 'A city', maxRetries: 0 });
    let partial;
    for await (partial of stream.partialObjectStream);
    assert.deepEqual(partial, await stream.object);
    assert.ok(schema.safeParse(partial).success);
  });
});

test('embeddings come in order', async () => {
  const model = provider.embeddingModel('cohere.embed-v4.0');
  const values = ['a harbour', 'a mountain', 'a harbour'];
  const { embeddings, usage } = await embedMany({ model, values, maxRetries: 0 });
  assert.equal(embeddings.length, 3);
  assert.deepEqual(embeddings[0], embeddings[2]);
  assert.notDeepEqual(embeddings[0], embeddings[1]);
  assert.ok(usage.tokens > 0);
});

describe('errors', () => {
  test('have status and words', async () => {
    await assert.rejects(generateText({ model: provider('meta.no-such-model'), prompt, maxRetries: 0 }), (error) => {
      assert.ok(APICallError.isInstance(error));
      assert.equal(error.statusCode, 404);
      assert.equal(error.isRetryable, false);
      assert.match(error.message, /meta\.no-such-model/);
      return true;
    });
  });

  test('a busy service is tried again', async () => {
    await oci.fault({ match: { path: '/actions/chat' }, times: 1, status: 429, code: 'TooManyRequests', message: 'Slow down.' });
    const { text } = await generateText({ model: provider(llama), prompt, maxRetries: 2 });
    assert.match(text, /harbour master/);
  });

  test('a stream that breaks off is an error', async () => {
    await oci.fault({ match: { path: '/actions/chat' }, cutAfterEvents: 3 });
    const errors = [];
    const stream = streamText({ model: provider(llama), prompt, maxRetries: 0, onError: ({ error }) => errors.push(error) });
    await stream.consumeStream();
    assert.equal(errors.length > 0, true);
  });
});
