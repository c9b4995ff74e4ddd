// SPDX-License-Identifier: MIT
// What Oracle's own SDK lists of the embedded OCI service.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import common from 'oci-common';
import management from 'oci-generativeai';
import identity from 'oci-identity';
import { isError, startBench, tenancy } from './sdkclients.mjs';
import { literalOf, typeErrors, typesFolder } from './sdktypes.mjs';

let bench, client, people;
const ai = 'ocid1.compartment.oc1..democompartment';
const foreign = 'ocid1.compartment.oc1..aaaaforeign';

before(async () => {
  bench = await startBench();
  client = bench.client(management.GenerativeAiClient, 'generativeai');
  people = bench.client(identity.IdentityClient, 'identity');
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

const typed = []; // sources of what was listed, for the compiler to judge all at once

function expectTyped(items, type, from) {
  assert.ok(items.length > 0);
  for (const item of items) typed.push([`${type}${typed.length}`, literalOf(JSON.parse(JSON.stringify(item)), type, from)]);
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
    const base = await list();
    assert.deepEqual(new Set(base.map(({ compartmentId }) => compartmentId)), new Set([null]));
    // Oracle's own models are in no compartment, other than the SDK says: the service is known to answer so.
    const own = (await list({ compartmentId: ai })).filter(({ type }) => type === 'CUSTOM');
    expectTyped([...base.map((model) => ({ ...model, compartmentId: tenancy, baseModelId: undefined })), ...own], 'ModelSummary', 'oci-generativeai');
    for (const model of [...base, ...own]) {
      assert.match(model.id, /^ocid1\.generativeaimodel\.oc1\.us-chicago-1\.\w+$/);
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

  test('of the customer are found and sorted like the others', async () => {
    const llamas = await list({ compartmentId: ai, vendor: 'meta', sortBy: 'timeCreated', sortOrder: 'DESC' });
    assert.ok(llamas.some(({ type }) => type === 'CUSTOM') && llamas.some(({ type }) => type === 'BASE'));
    assert.deepEqual(new Set(llamas.map(({ vendor }) => vendor)), new Set(['meta']));
    const times = llamas.map(({ timeCreated }) => timeCreated);
    assert.deepEqual(times, times.toSorted().toReversed());
    assert.deepEqual((await list({ compartmentId: ai, capability: [Capabilities.TextEmbeddings] })).filter(({ type }) => type === 'CUSTOM'), []);
  });

  test('one of them', async () => {
    const [first] = await list();
    const { model } = await client.getModel({ modelId: first.id });
    assert.equal(model.displayName, first.displayName);
    assert.deepEqual(model.timeCreated, first.timeCreated);
    await assert.rejects(client.getModel({ modelId: 'ocid1.generativeaimodel.oc1.us-chicago-1.none' }), isError(404, 'NotAuthorizedOrNotFound'));
  });

  test('of a foreign compartment are refused, and so is a page that is none', async () => {
    await assert.rejects(list({ compartmentId: foreign }), isError(404, 'NotAuthorizedOrNotFound'));
    await assert.rejects(list({ page: 'none' }), isError(400, 'InvalidParameter', /page/));
    await assert.rejects(list({ limit: 5000 }), isError(400, 'InvalidParameter', /limit/));
  });
});

describe('endpoints', () => {
  const list = async (filter = {}) => (await client.listEndpoints({ compartmentId: ai, ...filter })).endpointCollection.items;

  test('of a compartment, with and without a name', async () => {
    const endpoints = await list();
    expectTyped(endpoints, 'EndpointSummary', 'oci-generativeai');
    assert.ok(endpoints.some(({ displayName }) => displayName === undefined));
    for (const endpoint of endpoints) {
      assert.match(endpoint.id, /^ocid1\.generativeaiendpoint\.oc1\.us-chicago-1\./);
      assert.equal(endpoint.compartmentId, ai);
      assert.ok(Object.values(management.models.Endpoint.LifecycleState).includes(endpoint.lifecycleState));
    }
  });

  test('stand on a cluster and have a model, both listed', async () => {
    const clusters = (await client.listDedicatedAiClusters({ compartmentId: ai })).dedicatedAiClusterCollection.items;
    const models = (await client.listModels({ compartmentId: ai })).modelCollection.items;
    for (const endpoint of await list({ lifecycleState: 'ACTIVE' })) {
      assert.ok(clusters.some(({ id }) => id === endpoint.dedicatedAiClusterId));
      assert.ok(models.some(({ id }) => id === endpoint.modelId), endpoint.modelId);
    }
  });

  test('on pages, by state, by name', async () => {
    const all = await list();
    const pages = await pagesOf({ compartmentId: ai, limit: 1 }, (request) => client.listEndpoints(request));
    assert.deepEqual(pages.map(({ endpointCollection }) => endpointCollection.items[0]), all);
    const active = await list({ lifecycleState: 'ACTIVE' });
    assert.deepEqual(active, all.filter(({ lifecycleState }) => lifecycleState === 'ACTIVE'));
    assert.ok(active.length > 0 && active.length < all.length);
    const [named] = all.filter(({ displayName }) => displayName);
    assert.deepEqual(await list({ displayName: named.displayName }), [named]);
    const { SortBy } = management.requests.ListEndpointsRequest;
    const { SortOrder } = management.models;
    const times = (await list({ sortBy: SortBy.TimeCreated, sortOrder: SortOrder.Asc })).map(({ timeCreated }) => timeCreated);
    assert.deepEqual(times, times.toSorted());
    assert.deepEqual((await list({ sortBy: SortBy.TimeCreated, sortOrder: SortOrder.Desc })).map(({ timeCreated }) => timeCreated), times.toReversed());
    await assert.rejects(list({ compartmentId: foreign }), isError(404, 'NotAuthorizedOrNotFound'));
  });
});

test('dedicated AI clusters, for hosting and for tuning', async () => {
  const { Type, LifecycleState } = management.models.DedicatedAiCluster;
  const found = [];
  for (const compartmentId of [ai, ...(await below(tenancy)).map(({ id }) => id).filter((id) => id !== ai)]) {
    for (const page of await pagesOf({ compartmentId, limit: 1 }, (request) => client.listDedicatedAiClusters(request))) found.push(...page.dedicatedAiClusterCollection.items);
  }
  expectTyped(found, 'DedicatedAiClusterSummary', 'oci-generativeai');
  assert.deepEqual(new Set(found.map(({ type }) => type)), new Set([Type.Hosting, Type.FineTuning]));
  for (const cluster of found) {
    assert.ok(Object.values(LifecycleState).includes(cluster.lifecycleState));
    assert.ok(cluster.unitCount > 0);
    if (cluster.type === Type.Hosting) assert.equal(cluster.capacity.capacityType, management.models.DedicatedAiClusterHostingCapacity.capacityType);
  }
});

async function below(compartmentId, filter = { compartmentIdInSubtree: true }) {
  return (await people.listCompartments({ compartmentId, ...filter })).items;
}

describe('compartments', () => {
  test('of the whole tenancy, and of one level', async () => {
    const all = await below(tenancy);
    expectTyped(all, 'Compartment', 'oci-identity');
    const top = await below(tenancy, {});
    assert.deepEqual(top, all.filter((each) => each.compartmentId === tenancy));
    assert.ok(top.length > 0 && top.length < all.length);
    assert.deepEqual(await below(ai, {}), all.filter((each) => each.compartmentId === ai));
  });

  test('on pages, by name', async () => {
    const all = await below(tenancy);
    const turned = await people.listAllCompartments({ compartmentId: tenancy, compartmentIdInSubtree: true, limit: 1 });
    const each = [];
    for await (const one of turned) each.push(one);
    assert.deepEqual(each, all);
    assert.deepEqual(await below(tenancy, { compartmentIdInSubtree: true, name: 'research' }), all.filter(({ name }) => name === 'research'));
    assert.deepEqual(await below(tenancy, { compartmentIdInSubtree: true, lifecycleState: 'DELETED' }), []);
  });

  test('of a compartment that is none are refused', async () => {
    await assert.rejects(below(foreign), isError(404, 'NotAuthorizedOrNotFound'));
    await assert.rejects(below(ai), isError(400, 'InvalidParameter', /compartmentIdInSubtree/));
  });
});

test('region subscriptions, one of them the home', async () => {
  const { items } = await people.listRegionSubscriptions({ tenancyId: tenancy });
  expectTyped(items, 'RegionSubscription', 'oci-identity');
  assert.deepEqual(items.filter(({ isHomeRegion }) => isHomeRegion).map(({ regionName }) => regionName), ['us-chicago-1']);
  for (const { regionKey, regionName } of items) assert.equal(common.Region.getRegionIdFromShortCode(regionKey.toLowerCase()), regionName);
  await assert.rejects(people.listRegionSubscriptions({ tenancyId: 'ocid1.tenancy.oc1..foreign' }), isError(404, 'NotAuthorizedOrNotFound'));
});

test('all that was listed passes tsc --strict', () => {
  assert.ok(typed.length > 20);
  assert.deepEqual(typeErrors(typesFolder('lists'), typed), []);
});
