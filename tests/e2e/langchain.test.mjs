// SPDX-License-Identifier: MIT
// LangChain's OpenAI integration against the gateway process in front of the embedded OCI service.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { HumanMessage, SystemMessage, ToolMessage } from '@langchain/core/messages';
import { tool } from '@langchain/core/tools';
import { ChatOpenAI, OpenAI, OpenAIEmbeddings } from '@langchain/openai';
import { z } from 'zod';
import { clientKey, makeKey, remove, scratchFolder, startGateway, startOci, writeOciConfig } from './harness.mjs';

const llama = 'meta.llama-3.3-70b-instruct';
const hello = [new SystemMessage('Be brief.'), new HumanMessage('Say hello to the harbour master.')];

let folder, oci, gateway, options;

before(async () => {
  folder = scratchFolder();
  const key = makeKey();
  const { configFile } = writeOciConfig(folder, key);
  oci = await startOci(folder, key);
  gateway = await startGateway(folder, { oci, configFile });
  options = { apiKey: clientKey, configuration: { baseURL: gateway.baseUrl }, maxRetries: 0 };
});

after(async () => {
  const end = await gateway?.stop();
  await oci?.stop();
  remove(folder);
  assert.equal(end?.code, 0, gateway?.stderr());
});

const chat = (model = llama, more = {}) => new ChatOpenAI({ ...options, model, useResponsesApi: false, ...more });

describe('chat', () => {
  test('invoked and streamed are the same text', async () => {
    const whole = await chat().invoke(hello);
    assert.match(whole.content, /harbour master/);
    assert.equal(whole.response_metadata.finish_reason, 'stop');
    assert.ok(whole.usage_metadata.total_tokens > 0);

    let sum;
    let pieces = 0;
    for await (const piece of await chat().stream(hello)) {
      pieces += 1;
      sum = sum ? sum.concat(piece) : piece;
    }
    assert.ok(pieces > 5);
    assert.equal(sum.content, whole.content);
    assert.deepEqual(sum.usage_metadata.total_tokens, whole.usage_metadata.total_tokens);
  });

  test('several at once', async () => {
    const answers = await chat().batch([hello, hello, hello]);
    assert.deepEqual(new Set(answers.map(({ content }) => content)).size, 1);
  });

  test('an unknown model is an error with a status', async () => {
    await assert.rejects(chat('meta.no-such-model').invoke(hello), ({ status }) => status === 404);
  });
});

describe('tools', () => {
  const weather = tool(async ({ city }) => (city === 'Oslo' ? '4 degrees' : '15 degrees'), {
    name: 'get_weather', description: 'The current weather of a city', schema: z.object({ city: z.string() }),
  });
  const question = new HumanMessage('What is the weather in Oslo and in Paris? Use get_weather.');

  for (const model of [llama, 'cohere.command-a-03-2025', 'openai.gpt-oss-120b']) {
    test(`are bound, called and answered, ${model}`, async () => {
      const bound = chat(model).bindTools([weather]);
      const called = await bound.invoke([question]);
      assert.deepEqual(called.tool_calls.map(({ args }) => args.city), ['Oslo', 'Paris']);
      const results = await Promise.all(called.tool_calls.map((call) => weather.invoke(call)));
      assert.ok(results.every((result) => result instanceof ToolMessage));
      const answer = await bound.invoke([question, called, ...results]);
      assert.match(answer.content, /4 degrees.*15 degrees/s);
    });

    test(`are called in a stream, ${model}`, async () => {
      let sum;
      for await (const piece of await chat(model).bindTools([weather]).stream([question])) sum = sum ? sum.concat(piece) : piece;
      assert.deepEqual(sum.tool_calls.map(({ name, args }) => [name, args.city]), [['get_weather', 'Oslo'], ['get_weather', 'Paris']]);
      assert.equal(new Set(sum.tool_calls.map(({ id }) => id)).size, 2);
    });
  }
});

describe('structured output', () => {
  const schema = z.object({ city: z.string(), people: z.number() });
  for (const method of ['jsonSchema', 'functionCalling']) {
    test(`by ${method}`, async () => {
      const answer = await chat().withStructuredOutput(schema, { name: 'city', method }).invoke('A city');
      assert.ok(schema.safeParse(answer).success, JSON.stringify(answer));
    });
  }
});

test('completions of the older interface', async () => {
  const llm = new OpenAI({ ...options, model: llama, maxTokens: 100 });
  assert.match(await llm.invoke('Say hello to the harbour master.'), /harbour master/);
});

test('embeddings', async () => {
  const embeddings = new OpenAIEmbeddings({ ...options, model: 'cohere.embed-v4.0', dimensions: 256 });
  const [first, second] = await embeddings.embedDocuments(['a harbour', 'a mountain']);
  assert.equal(first.length, 256);
  assert.notDeepEqual(first, second);
  assert.deepEqual(await embeddings.embedQuery('a harbour'), first);
});
