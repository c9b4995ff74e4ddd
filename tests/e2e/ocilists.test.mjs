// SPDX-License-Identifier: MIT
// What Oracle's own SDK lists of the embedded OCI service.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import common from 'oci-common';
import management from 'oci-generativeai';
import { isError, startBench, tenancy } from './sdkclients.mjs';

let bench, client;

before(async () => {
  bench = await startBench();
  client = bench.client(management.GenerativeAiClient, 'generativeai');
});
after(async () => { await bench?.stop(); });

/** All pages of a list, turned over by the SDK itself. */
async function pagesOf(request, list) {
  const pages = [];
  for await (const response of common.paginateResponses(request, (page) => list(page))) {
    assert.ok(response.opcRequestId);
    pages.push(response);
  }
  return pages;
}

describe('models', () => {
  const list = async (filter = {}) => (await client.listModels({ compartmentId: tenancy, ...filter })).modelCollection.items;
  const { Capabilities } = management.models.ModelSummary;

  test('on three pages, the same as on one', async () => {
    const all = await list();
    const limit = Math.ceil(all.length / 3);
    const pages = await pagesOf({ compartmentId: tenancy, limit }, (request) => client.listModels(request));
    assert.equal(pages.length, 3);
    assert.ok(pages.every(({ modelCollection }) => modelCollection.items.length <= limit));
    assert.deepEqual(pages.flatMap(({ modelCollection }) => modelCollection.items), all);
    assert.deepEqual(pages.map(({ opcNextPage }) => Boolean(opcNextPage)), [true, true, false]);
    assert.equal(new Set(all.map(({ id }) => id)).size, all.length);
  });

  test('say what the SDK knows to read', async () => {
    for (const model of await list()) {
      assert.match(model.id, /^ocid1\.generativeaimodel\.oc1\.us-chicago-1\.\w+$/);
      assert.ok(model.displayName.startsWith(`${model.vendor}.`));
      assert.ok(model.capabilities.length > 0);
      for (const capability of model.capabilities) assert.ok(Object.values(Capabilities).includes(capability), capability);
      assert.ok(Object.values(management.models.Model.LifecycleState).includes(model.lifecycleState));
      assert.ok(Object.values(management.models.Model.Type).includes(model.type));
      assert.ok(new Date(model.timeCreated) < new Date());
    }
  });

  test('that are asked for', async () => {
    const embedding = await list({ capability: [Capabilities.TextEmbeddings] });
    assert.ok(embedding.length > 0 && embedding.every(({ capabilities }) => capabilities.includes('TEXT_EMBEDDINGS')));
    const cohere = await list({ vendor: 'cohere', sortBy: 'displayName', sortOrder: 'ASC' });
    const names = cohere.map(({ displayName }) => displayName);
    assert.ok(names.length > 2);
    assert.deepEqual(names, names.toSorted());
  });

  test('one of them', async () => {
    const [first] = await list();
    const { model } = await client.getModel({ modelId: first.id });
    assert.equal(model.displayName, first.displayName);
    assert.deepEqual(model.timeCreated, first.timeCreated);
    await assert.rejects(client.getModel({ modelId: 'ocid1.generativeaimodel.oc1.us-chicago-1.none' }), isError(404, 'NotAuthorizedOrNotFound'));
  });

  test('of a foreign compartment are refused, and so is a page that is none', async () => {
    await assert.rejects(list({ compartmentId: 'ocid1.compartment.oc1..aaaaforeign' }), isError(404, 'NotAuthorizedOrNotFound'));
    await assert.rejects(list({ page: 'none' }), isError(400, 'InvalidParameter', /page/));
    await assert.rejects(list({ limit: 5000 }), isError(400, 'InvalidParameter', /limit/));
  });
});
