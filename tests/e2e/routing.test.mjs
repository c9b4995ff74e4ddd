// SPDX-License-Identifier: MIT
// Which model a name means, and who is asked when one fails: OpenAI's client against the gateway
// process.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, afterEach, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import OpenAI from 'openai';
import { clientKey, gatewayProgram, makeKey, remove, scratchFolder, startGateway, startOci, writeOciConfig } from './harness.mjs';

const llama = 'meta.llama-3.3-70b-instruct';
const hello = [{ role: 'user', content: 'Say hello to the harbour master.' }];
const teamCompartment = 'ocid1.compartment.oc1..aaaaexampleteam';
const demoCompartment = 'ocid1.compartment.oc1..democompartment';
const inChicago = { match: { path: '/us-chicago-1/inference' } };

let folder, oci, configFile;

before(async () => {
  folder = scratchFolder();
  const key = makeKey();
  ({ configFile } = writeOciConfig(folder, key));
  oci = await startOci(folder, key, ['--compartment', teamCompartment]);
});

after(async () => {
  await oci?.stop();
  remove(folder);
});

afterEach(async () => { await oci.noFaults(); });

/** How many chats came to a region so far. */
async function chatsIn(region) {
  return (await oci.state()).requests.filter(({ path }) => path.includes(`/${region}/`) && path.endsWith('/actions/chat')).length;
}

let runs = 0;

/** A gateway with settings of its own; `client` talks to it. */
async function gatewayWith(settings, options = {}) {
  const settingsFile = join(folder, `settings${++runs}.json`);
  writeFileSync(settingsFile, JSON.stringify(settings));
  const gateway = await startGateway(folder, { oci, configFile, ...options, args: ['--config', settingsFile, ...(options.args ?? [])] });
  gateway.client = new OpenAI({ baseURL: gateway.baseUrl, apiKey: clientKey, maxRetries: 0 });
  gateway.ids = async () => (await gateway.client.models.list()).data.map(({ id }) => id);
  gateway.ask = async (model, more = {}) => await gateway.client.chat.completions.create({ model, messages: hello, ...more }).withResponse();
  return gateway;
}

async function until(condition, milliseconds = 10000) {
  for (const limit = Date.now() + milliseconds; Date.now() < limit; await sleep(20)) {
    const value = await condition();
    if (value) return value;
  }
  throw new Error('waited in vain');
}

async function textOf(stream) {
  let text = '';
  for await (const chunk of stream) text += chunk.choices[0]?.delta.content ?? '';
  return text;
}

describe('aliases', () => {
  let gateway;

  before(async () => {
    gateway = await gatewayWith({
      aliases: {
        'gpt-4o': [`us-chicago-1/${llama}`, `eu-frankfurt-1/${llama}`],
        'claude-*': llama,
        vectors: ['us-chicago-1/cohere.embed-v4.0', 'eu-frankfurt-1/cohere.embed-v4.0'],
      },
      hide_models: ['xai.*'],
    });
  });
  after(async () => { assert.equal((await gateway.stop()).code, 0, gateway.stderr()); });

  test('are listed, patterns and what is hidden are not', async () => {
    const ids = await gateway.ids();
    assert.ok(ids.includes('gpt-4o') && ids.includes(llama), ids.join());
    assert.ok(!ids.some((id) => id.startsWith('claude') || id.startsWith('xai.')), ids.join());
    const alias = await gateway.client.models.retrieve('gpt-4o');
    assert.equal(alias.id, 'gpt-4o');
    assert.equal(alias.owned_by, 'oci');
  });

  test('answer by the name that was asked for, and say who it was', async () => {
    for (const name of ['gpt-4o', 'claude-sonnet-4-5', 'oci/gpt-4o']) {
      const { data, response } = await gateway.ask(name);
      assert.equal(data.model, name);
      assert.equal(response.headers.get('x-gatehouse-model'), `DEFAULT/us-chicago-1/${llama}`);
      assert.equal(response.headers.get('x-gatehouse-failover'), null);
    }
  });

  test('what is hidden can be called', async () => {
    const { data } = await gateway.ask('xai.grok-4.3');
    assert.equal(data.model, 'xai.grok-4.3');
  });

  for (const [status, code] of [[429, 'TooManyRequests'], [500, 'InternalServerError'], [503, 'ServiceUnavailable']]) {
    test(`a ${status} in the first region is answered by the second, which is said`, async () => {
      // For ever: the first is asked again before it is given up. It says to come back after more time than there is.
      await oci.fault({ ...inChicago, times: 0, status, code, message: 'No.', ...(status === 500 ? {} : { retryAfter: 60 }) });
      const { data, response } = await gateway.ask('gpt-4o');
      assert.equal(data.model, 'gpt-4o');
      assert.equal(response.headers.get('x-gatehouse-model'), `DEFAULT/eu-frankfurt-1/${llama}`);
      assert.match(response.headers.get('x-gatehouse-failover'), new RegExp(`^us-chicago-1/${llama}: ${status} `));
      assert.match(gateway.stderr(), /'gpt-4o': us-chicago-1\/\S+ failed .*asking eu-frankfurt-1/);
    });
  }

  for (const [name, fault] of [['429', { status: 429, code: 'TooManyRequests', message: 'No.' }], ['503', { status: 503, code: 'ServiceUnavailable', message: 'No.' }], ['500', { status: 500, code: 'InternalServerError', message: 'No.' }]]) {
    test(`the second is asked at once after a ${name}, whole, streamed and for vectors`, async () => {
      const calls = [
        () => gateway.ask('gpt-4o'),
        () => gateway.ask('gpt-4o', { stream: true }),
        () => gateway.client.embeddings.create({ model: 'vectors', input: 'harbour', dimensions: 256 }).withResponse(),
      ];
      await Promise.all(calls.map((call) => call())); // connections stand
      await oci.fault({ ...inChicago, times: 0, ...fault });
      for (const call of calls) {
        const start = Date.now();
        const { response } = await call();
        const took = Date.now() - start;
        assert.match(response.headers.get('x-gatehouse-failover'), new RegExp(`: ${name} `));
        assert.ok(took < 900, `${took} ms`);
      }
    });
  }

  test('a stream moves on before its head', async () => {
    await oci.fault({ ...inChicago, times: 0, status: 429, code: 'TooManyRequests', message: 'No.', retryAfter: 60 });
    const { data, response } = await gateway.ask('gpt-4o', { stream: true });
    assert.match(response.headers.get('x-gatehouse-failover'), /429/);
    assert.ok((await textOf(data)).length > 10);
  });

  test('a stream never moves on after its first byte', async () => {
    await oci.fault({ ...inChicago, cutAfterEvents: 2 });
    const seen = await chatsIn('eu-frankfurt-1');
    const { data, response } = await gateway.ask('gpt-4o', { stream: true });
    assert.equal(response.headers.get('x-gatehouse-model'), `DEFAULT/us-chicago-1/${llama}`);
    await assert.rejects(textOf(data));
    assert.equal(await chatsIn('eu-frankfurt-1'), seen);
  });

  test('what is wrong with the request is told at once', async () => {
    const seen = await chatsIn('eu-frankfurt-1');
    await assert.rejects(gateway.ask('gpt-4o', { temperature: 'hot' }), OpenAI.BadRequestError);
    await oci.fault({ ...inChicago, times: 0, status: 400, code: 'InvalidParameter', message: 'Blocked by the content filter.' });
    await assert.rejects(gateway.ask('gpt-4o'), (error) => {
      assert.ok(error instanceof OpenAI.BadRequestError);
      assert.equal(error.code, 'content_filter');
      assert.equal(error.headers.get('x-gatehouse-failover'), null);
      return true;
    });
    assert.equal(await chatsIn('eu-frankfurt-1'), seen);
  });

  test('all out is the time to wait', async () => {
    await oci.fault({ match: { path: '/us-chicago-1/inference' }, times: 0, status: 429, code: 'TooManyRequests', message: 'No.', retryAfter: 90 });
    await oci.fault({ match: { path: '/eu-frankfurt-1/inference' }, times: 0, status: 429, code: 'TooManyRequests', message: 'No.', retryAfter: 50 });
    await assert.rejects(gateway.ask('gpt-4o'), (error) => {
      assert.ok(error instanceof OpenAI.RateLimitError);
      assert.equal(error.headers.get('retry-after'), '50');
      assert.match(error.message, /Asked in vain: us-chicago-1/);
      return true;
    });
  });

  test('embeddings move on as well', async () => {
    await oci.fault({ ...inChicago, times: 0, status: 429, code: 'TooManyRequests', message: 'No.', retryAfter: 60 });
    const { data, response } = await gateway.client.embeddings.create({ model: 'vectors', input: 'harbour', dimensions: 256 }).withResponse();
    assert.equal(data.model, 'vectors');
    assert.equal(data.data[0].embedding.length, 256);
    assert.equal(response.headers.get('x-gatehouse-model'), 'DEFAULT/eu-frankfurt-1/cohere.embed-v4.0');
    assert.match(response.headers.get('x-gatehouse-failover'), /^us-chicago-1\/cohere\.embed-v4\.0: 429/);
  });
});

test('several profiles are connections at once', async () => {
  const text = readFileSync(configFile, 'utf8');
  const both = join(folder, 'both');
  writeFileSync(both, `${text}\n${text.replace('[DEFAULT]', '[SECOND]').replace('us-chicago-1', 'eu-frankfurt-1')}`, { mode: 0o600 });
  const gateway = await gatewayWith({ profiles: ['DEFAULT', 'SECOND'], aliases: { best: [`DEFAULT/${llama}`, `SECOND/${llama}`] } }, { configFile: both });
  assert.equal((await gateway.ask(`SECOND/${llama}`)).response.headers.get('x-gatehouse-model'), `SECOND/eu-frankfurt-1/${llama}`);
  await oci.fault({ ...inChicago, times: 0, status: 429, code: 'TooManyRequests', message: 'No.', retryAfter: 60 });
  const { response } = await gateway.ask('best');
  assert.equal(response.headers.get('x-gatehouse-model'), `SECOND/eu-frankfurt-1/${llama}`);
  assert.match(response.headers.get('x-gatehouse-failover'), /^DEFAULT\/.*: 429/);
  assert.equal((await gateway.stop()).code, 0);
});

describe('an allowlist', () => {
  test('refuses and hides what is not on it', async () => {
    const gateway = await gatewayWith({ models: ['meta.*'], models_mode: 'allowlist', aliases: { best: 'xai.grok-4.3' } });
    const ids = await gateway.ids();
    assert.ok(ids.length > 1 && ids.every((id) => id === 'best' || id.startsWith('meta.')), ids.join());
    await assert.rejects(gateway.ask('xai.grok-4.3'), (error) => {
      assert.ok(error instanceof OpenAI.NotFoundError);
      assert.equal(error.code, 'model_not_found');
      return true;
    });
    await assert.rejects(gateway.client.models.retrieve('xai.grok-4.3'), OpenAI.NotFoundError);
    assert.equal((await gateway.ask('best')).data.model, 'best');
    assert.equal((await gateway.ask(`oci/${llama}`)).data.model, `oci/${llama}`);
    assert.equal((await gateway.stop()).code, 0);
  });

  test('only aliases are listed where that is wished', async () => {
    const gateway = await gatewayWith({ aliases: { best: llama } }, { env: { KEEP_ONLY_ALIASES_AT_MODELS_ENDPOINT: 'true' } });
    assert.deepEqual(await gateway.ids(), ['best']);
    assert.equal((await gateway.stop()).code, 0);
  });
});

const regions = (llamaName, compartment = teamCompartment) => `
- region: us-chicago-1
  compartment_id: ${compartment}
  models:
    ondemand:
      - name: ${llamaName}
        model_id: ${llama}
        tool_call: true
    embedding:
      - name: house-vectors
        model_id: cohere.embed-v4.0
    datascience:
      - name: house-deployment
        endpoint: https://modeldeployment.us-chicago-1.oci.customer-oci.com/ocid1.datasciencemodeldeployment.oc1.us-chicago-1.demodeployed-llama/predict
- region: eu-frankfurt-1
  compartment_id: ${compartment}
  models:
    ondemand:
      - name: llama-in-frankfurt
        model_id: ${llama}
        shade: blue
- region: us-chicago-1
  compartment_id: ${demoCompartment}
  models:
    dedicated:
      - name: house-endpoint
        provider: meta
        endpoint: ocid1.generativeaiendpoint.oc1.us-chicago-1.demoteamllama
`;

describe('the models.yaml of another gateway', () => {
  let gateway, file;

  before(async () => {
    file = join(folder, 'models.yaml');
    writeFileSync(file, regions('house-llama'));
    gateway = await gatewayWith({}, { args: ['--models', file] });
  });
  after(async () => { assert.equal((await gateway.stop()).code, 0, gateway.stderr()); });

  test('all kinds are there, each in its place', async () => {
    const ids = await gateway.ids();
    for (const id of ['house-llama', 'llama-in-frankfurt', 'house-endpoint', 'house-deployment', llama]) assert.ok(ids.includes(id), `${id} of ${ids}`);
    const served = async (model) => (await gateway.ask(model)).response.headers.get('x-gatehouse-model');
    assert.equal(await served('house-llama'), `DEFAULT/us-chicago-1/${llama}`);
    assert.equal(await served('llama-in-frankfurt'), `DEFAULT/eu-frankfurt-1/${llama}`);
    assert.match(await served('house-endpoint'), /^DEFAULT\/us-chicago-1\/ocid1\.generativeaiendpoint/);
    assert.match(await served('house-deployment'), /^DEFAULT\/us-chicago-1\/ocid1\.datasciencemodeldeployment/);
    const vectors = await gateway.client.embeddings.create({ model: 'house-vectors', input: 'harbour' });
    assert.equal(vectors.model, 'house-vectors');
  });

  test('the compartment is the file\'s', async () => {
    // The service permits the team's and the root, and no other.
    await assert.doesNotReject(gateway.ask('house-llama'));
    writeFileSync(file, regions('foreign-llama', 'ocid1.compartment.oc1..aaaaforeign'));
    await until(async () => (await gateway.ids()).includes('foreign-llama'));
    await assert.rejects(gateway.ask('foreign-llama'), OpenAI.NotFoundError);
    await assert.doesNotReject(gateway.ask(llama));
  });

  test('a change counts while it runs, and a broken file changes nothing', async () => {
    writeFileSync(`${file}.new`, regions('other-llama'));
    renameSync(`${file}.new`, file);
    await until(async () => (await gateway.ids()).includes('other-llama'));
    assert.ok(!(await gateway.ids()).includes('foreign-llama'));
    assert.equal((await gateway.ask('other-llama')).data.model, 'other-llama');

    writeFileSync(file, '- region: [');
    await until(() => /still counts/.test(gateway.stderr()));
    assert.equal((await gateway.ask('other-llama')).data.model, 'other-llama');
  });

  test('says what it took', async () => {
    const path = join(folder, 'checked.yaml');
    writeFileSync(path, regions('house-llama'));
    const checked = spawnSync(gatewayProgram, ['--check-config', '--models', path, '--data-dir', join(folder, 'data')],
      { env: { PATH: process.env.PATH, HOME: folder, OCI_CONFIG_FILE: configFile }, encoding: 'utf8' });
    assert.equal(checked.status, 0, checked.stderr);
    assert.match(checked.stdout, /taken: checked\.yaml:\d+: house-llama is meta\.llama-3\.3-70b-instruct on demand in us-chicago-1/);
    assert.match(checked.stdout, /not taken: checked\.yaml:\d+: 'shade' is not known here/);
  });
});

test('the providers of an Aurora file are connections', async () => {
  const file = join(folder, 'config.yaml');
  const provider = (name) => `  ${name}:\n    type: oracle\n    api_key: "\${TEST_KEY}"\n    base_url: ${oci.url}/us-chicago-1/inference.generativeai/openai/v1\n    models: [openai.gpt-oss-120b]\n`;
  writeFileSync(file, `providers:\n${provider('oracle')}`);
  const gateway = await gatewayWith({}, { args: ['--models', file], env: { TEST_KEY: 'sk-test-only' } });
  // Nobody told the service of this key: that it is refused shows where the chat went.
  await assert.rejects(gateway.ask('oracle/openai.gpt-oss-120b'), (error) => {
    assert.equal(error.status, 502);
    assert.equal(error.code, 'upstream_unauthorized');
    return true;
  });
  assert.equal((await gateway.ask('openai.gpt-oss-120b')).response.headers.get('x-gatehouse-model'), 'DEFAULT/us-chicago-1/openai.gpt-oss-120b');
  await assert.rejects(gateway.ask('second/openai.gpt-oss-120b'), OpenAI.NotFoundError);

  writeFileSync(file, `providers:\n${provider('oracle')}${provider('second')}`);
  await until(async () => await gateway.ask('second/openai.gpt-oss-120b').then(() => false, (error) => error.status === 502));
  assert.equal((await gateway.stop()).code, 0);
  assert.doesNotMatch(gateway.output(), /sk-test-only/);
});

test('what cannot be read at the start is exit code 2', () => {
  const run = (settings, args = []) => {
    const path = join(folder, 'bad.json');
    writeFileSync(path, JSON.stringify(settings));
    return spawnSync(gatewayProgram, ['--check-config', '--config', path, '--data-dir', join(folder, 'data'), ...args],
      { env: { PATH: process.env.PATH, HOME: folder, OCI_CONFIG_FILE: configFile }, encoding: 'utf8' });
  };
  const circle = run({ aliases: { a: 'b', b: 'a' } });
  assert.equal(circle.status, 2);
  assert.match(circle.stderr, /a -> b -> a/);
  const missing = run({}, ['--models', join(folder, 'nowhere.yaml')]);
  assert.equal(missing.status, 2);
  assert.match(missing.stderr, /nowhere\.yaml/);
  assert.equal(run({}, ['--stateless']).status, 0);
});
