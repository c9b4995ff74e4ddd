// SPDX-License-Identifier: MIT
// Generative AI API keys, made and managed at the embedded OCI service by Oracle's own SDK and used
// with OpenAI's.
import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import { after, before, test } from 'node:test';
import common from 'oci-common';
import management from 'oci-generativeai';
import OpenAI from 'openai';
import { isError, region, startBench, tenancy } from './sdkclients.mjs';
import { literalOf, typeErrors, typesFolder } from './sdktypes.mjs';

const { ApiKey, ApiKeyItem } = management.models;
const compartmentId = tenancy;
let bench, client;

before(async () => {
  bench = await startBench();
  client = bench.client(management.GenerativeAiClient, 'generativeai');
});
after(async () => { await bench?.stop(); });

// the SDK leaves times as the service wrote them
const isTime = (text) => !Number.isNaN(Date.parse(text));
const inDays = (days) => new Date(Date.now() + days * 86_400_000);

/** A key that can be used, as the answer that made it. */
async function make(displayName, keyDetails = [{ keyName: 'first', timeExpiry: inDays(30) }]) {
  const made = await client.createApiKey({ createApiKeyDetails: { displayName, compartmentId, keyDetails } });
  await settled(made.apiKey.id, ApiKey.LifecycleState.Creating);
  return made;
}

/** Asks until the key is in another state than `state`. */
async function settled(apiKeyId, state) {
  for (let i = 0; i < 100; ++i) {
    const { apiKey, etag } = await client.getApiKey({ apiKeyId });
    if (apiKey.lifecycleState !== state) return { apiKey, etag };
    await wait(50);
  }
  assert.fail(`${apiKeyId} stays ${state}`);
}

/** What a chat with the key answers, by OpenAI's own client. */
function chat(apiKey) {
  const openai = new OpenAI({ apiKey, baseURL: `${bench.oci.url}/${region}/inference.generativeai/openai/v1`, maxRetries: 0 });
  return openai.chat.completions.create({ model: 'meta.llama-3.3-70b-instruct', messages: [{ role: 'user', content: 'Hello' }] });
}
const refused = (apiKey) => assert.rejects(chat(apiKey), (error) => error instanceof OpenAI.AuthenticationError && !error.message.includes(apiKey));

test('a key is made, used, listed without its secret, and deleted', async () => {
  const made = await client.createApiKey({
    createApiKeyDetails: { displayName: 'ci', description: 'for builds', compartmentId, keyDetails: [{ keyName: 'first', timeExpiry: inDays(30) }, { keyName: 'second', timeExpiry: inDays(60) }] },
  });
  assert.ok(made.etag && made.opcRequestId);
  const { id, keys } = made.apiKey;
  assert.equal(made.apiKey.lifecycleState, ApiKey.LifecycleState.Creating);
  assert.equal(keys.length, 2);
  assert.ok(isTime(keys[0].timeExpiry) && keys[0].timeExpiry < keys[1].timeExpiry);
  for (const { key, keyMask } of keys) assert.ok(/^sk-/.test(key) && key.endsWith(keyMask.slice(-4)));
  const { apiKey } = await settled(id, ApiKey.LifecycleState.Creating);
  assert.equal(apiKey.lifecycleState, ApiKey.LifecycleState.Active);
  assert.deepEqual(apiKey.keys.map(({ key }) => key), [undefined, undefined]);

  for (const { key } of keys) assert.match((await chat(key)).choices[0].message.content, /\w/);
  const { items } = (await client.listApiKeys({ compartmentId, id })).apiKeyCollection;
  assert.ok(isTime(items[0].keys[0].timeLastUsed));
  assert.ok(!JSON.stringify(items).includes(keys[0].key));
  const typed = (value, type) => [type, literalOf(JSON.parse(JSON.stringify(value)), type, 'oci-generativeai')];
  assert.deepEqual(typeErrors(typesFolder('apikeys'), [typed(made.apiKey, 'ApiKey'), typed(items[0], 'ApiKeySummary')]), []);

  await client.deleteApiKey({ apiKeyId: id });
  await refused(keys[0].key);
  await assert.rejects(settled(id, ApiKey.LifecycleState.Deleting), isError(404, 'NotAuthorizedOrNotFound'));
});

test('on pages, turned over by the SDK', async () => {
  for (const name of ['p1', 'p2', 'p3']) await make(name);
  const all = (await client.listApiKeys({ compartmentId })).apiKeyCollection.items;
  const pages = [];
  for await (const page of common.paginateResponses({ compartmentId, limit: 2 }, (request) => client.listApiKeys(request))) pages.push(page.apiKeyCollection.items);
  assert.equal(pages.length, Math.ceil(all.length / 2));
  assert.deepEqual(pages.flat().map(({ id }) => id), all.map(({ id }) => id));
  await assert.rejects(client.listApiKeys({ compartmentId: 'ocid1.compartment.oc1..foreign' }), isError(404, 'NotAuthorizedOrNotFound'));
});

test('one secret is renewed while the other stays in use', async () => {
  const { apiKey: { id, keys: [first, second] } } = await make('two', [{ keyName: 'first' }, { keyName: 'second' }].map((secret) => ({ ...secret, timeExpiry: inDays(30) })));
  const renewed = await client.renewApiKey({ apiKeyId: id, renewApiKeyDetails: { details: { keyName: 'first', timeExpiry: inDays(90) } } });
  const [fresh, other] = renewed.apiKey.keys;
  assert.ok(fresh.key && fresh.key !== first.key && other.key === undefined);
  assert.ok(fresh.timeExpiry > first.timeExpiry);
  await refused(first.key);
  await chat(fresh.key);
  await chat(second.key);
});

test('a secret is switched off, on again and revoked for good', async () => {
  const { apiKey: { id, keys: [{ key }] } } = await make('switch');
  const set = async (state) => (await client.setApiKeyState({ apiKeyId: id, setApiKeyStateDetails: { keyName: 'first', state } })).apiKey.keys[0];
  assert.ok(isTime((await set(ApiKeyItem.State.Inactive)).timeDeactivated));
  await refused(key);
  assert.equal((await set(ApiKeyItem.State.Active)).state, 'ACTIVE');
  await chat(key);
  assert.ok(isTime((await set(ApiKeyItem.State.Revoked)).timeRevoked));
  await refused(key);
  await assert.rejects(set(ApiKeyItem.State.Active), isError(409, 'IncorrectState', /REVOKED/));
});

test('an expired secret is refused', async () => {
  const { apiKey: { id, keys: [{ key }] } } = await make('short', [{ keyName: 'first', timeExpiry: new Date(Date.now() + 4000) }]);
  await chat(key);
  let state;
  do {
    await wait(100);
    state = (await client.getApiKey({ apiKeyId: id })).apiKey.keys[0].state;
  } while (state === ApiKeyItem.State.Active);
  assert.equal(state, ApiKeyItem.State.Expired);
  await refused(key);
  await assert.rejects(make('past', [{ keyName: 'first', timeExpiry: inDays(-1) }]), isError(400, 'InvalidParameter', /timeExpiry/));
});

test('another version is not changed, and a retry token makes one key only', async () => {
  const createApiKeyDetails = { displayName: 'once', compartmentId, keyDetails: [{ keyName: 'first', timeExpiry: inDays(30) }] };
  const opcRetryToken = 'abcdefghijklmnopqrstuvwxyz0123';
  const [one, two] = [await client.createApiKey({ createApiKeyDetails, opcRetryToken }), await client.createApiKey({ createApiKeyDetails, opcRetryToken })];
  assert.deepEqual(two.apiKey, one.apiKey);
  const { apiKey: { id }, etag } = await settled(one.apiKey.id, ApiKey.LifecycleState.Creating);
  const named = await client.updateApiKey({ apiKeyId: id, updateApiKeyDetails: { displayName: 'named' }, ifMatch: etag });
  assert.equal(named.apiKey.displayName, 'named');
  await assert.rejects(client.deleteApiKey({ apiKeyId: id, ifMatch: etag }), isError(412, 'NoEtagMatch'));
  await client.deleteApiKey({ apiKeyId: id, ifMatch: named.etag });
});
