// SPDX-License-Identifier: MIT
// How the embedded OCI service refuses, as Oracle's own SDK reads it.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import common from 'oci-common';
import inference from 'oci-generativeaiinference';
import { keyIdOf, makeKey, user } from './harness.mjs';
import { isError, startBench, tenancy } from './sdkclients.mjs';

let bench, client;

before(async () => {
  bench = await startBench();
  client = bench.client(inference.GenerativeAiInferenceClient, 'inference.generativeai');
});
after(async () => { await bench?.stop(); });
afterEach(async () => { await bench.oci.noFaults(); });

const chatRequest = { apiFormat: 'GENERIC', messages: [{ role: 'USER', content: [{ type: 'TEXT', text: 'Hello' }] }] };
const asked = (modelId, more = {}) => ({
  chatDetails: { compartmentId: tenancy, servingMode: { servingType: 'ON_DEMAND', modelId }, chatRequest: { ...chatRequest, ...more } },
});
const ask = asked('meta.llama-3.3-70b-instruct');

test('a foreign key is 401', async () => {
  const [tenancyId, , fingerprint] = keyIdOf(bench.key).split('/');
  const authenticationDetailsProvider = new common.SimpleAuthenticationDetailsProvider(tenancyId, user, fingerprint, makeKey().plainPem, null, common.Region.US_CHICAGO_1);
  const stranger = bench.client(inference.GenerativeAiInferenceClient, 'inference.generativeai', { authenticationDetailsProvider });
  await assert.rejects(stranger.chat(ask), isError(401, 'NotAuthenticated'));
});

test('an unknown model is 404', async () => {
  await assert.rejects(client.chat(asked('meta.no-such-model')), isError(404, '404', /meta\.no-such-model/));
});

test('a foreign compartment is 404', async () => {
  const chatDetails = { ...ask.chatDetails, compartmentId: 'ocid1.compartment.oc1..aaaaforeign' };
  await assert.rejects(client.chat({ chatDetails }), isError(404, 'NotAuthorizedOrNotFound'));
});

test('a field of a wrong type is 400 and named', async () => {
  await assert.rejects(client.chat(asked('meta.llama-3.3-70b-instruct', { topP: 'high' })), isError(400, '400', /chatRequest\.topP/));
});

test('a format that is not the model\'s is 400', async () => {
  await assert.rejects(client.chat(asked('cohere.command-a-03-2025')), isError(400, '400', /does not match/));
});

test('throttling is 429, and once is not enough for who asks again', async () => {
  const throttled = { match: { path: '/actions/chat' }, status: 429, code: 'TooManyRequests', message: 'Slow down.', retryAfter: 60 };
  await bench.oci.fault(throttled);
  await assert.rejects(client.chat(ask), isError(429, 'TooManyRequests', /Slow down/));

  await bench.oci.fault(throttled);
  const retryConfiguration = { delayStrategy: new common.FixedTimeDelayStrategy(0), terminationStrategy: new common.MaxAttemptsTerminationStrategy(2) };
  const { chatResult } = await client.chat({ ...ask, retryConfiguration });
  assert.equal(chatResult.chatResponse.choices.length, 1);
});
