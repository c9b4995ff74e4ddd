// SPDX-License-Identifier: MIT
// Oracle's own SDK signs in as an instance: metadata service and x509 federation are the embedded
// service's.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import common from 'oci-common';
import inference from 'oci-generativeaiinference';
import { region, startBench } from './sdkclients.mjs';

const compartmentId = 'ocid1.compartment.oc1..democompartment';
const ask = {
  chatDetails: {
    compartmentId,
    servingMode: { servingType: 'ON_DEMAND', modelId: 'meta.llama-3.3-70b-instruct' },
    chatRequest: { apiFormat: 'GENERIC', messages: [{ role: 'USER', content: [{ type: 'TEXT', text: 'Hello' }] }] },
  },
};

let bench;

before(async () => { bench = await startBench(); });
after(async () => { await bench?.stop(); });
afterEach(async () => { await bench.oci.noFaults(); });

/** The region and the certificates are found by the SDK; only the host of the federation is not Oracle's. */
async function signIn() {
  const builder = new common.InstancePrincipalsAuthenticationDetailsProviderBuilder();
  builder.metadataBaseUrl = `${bench.oci.url}/opc/v2`;
  assert.equal(await builder.autoDetectEndpointUsingMetadataUrl(), 'https://auth.us-chicago-1.oraclecloud.com');
  assert.equal(builder.getRegion().regionId, region);
  builder.federationEndpoint = `${bench.oci.url}/${region}/auth`;
  return await builder.build();
}

const claimsOf = (token) => JSON.parse(Buffer.from(token.split('.')[1], 'base64url'));

test('a chat as an instance', async () => {
  const authenticationDetailsProvider = await signIn();
  const client = bench.client(inference.GenerativeAiInferenceClient, 'inference.generativeai', { authenticationDetailsProvider });
  const { chatResult } = await client.chat(ask);
  assert.equal(chatResult.chatResponse.choices.length, 1);

  const keyId = await authenticationDetailsProvider.getKeyId();
  assert.ok(keyId.startsWith('ST$'));
  const claims = claimsOf(keyId.slice('ST$'.length));
  assert.ok(claims.exp > Date.now() / 1000 && claims.exp - Date.now() / 1000 < 24 * 3600);
  await client.chat(ask);
  assert.equal(await authenticationDetailsProvider.getKeyId(), keyId, 'a token that is good is kept');
});

test('a token is for its own key alone', async () => {
  const [first, second] = [await signIn(), await signIn()];
  const [keyId] = [await first.getKeyId(), await second.getKeyId()];
  const mixed = { getKeyId: async () => keyId, getPrivateKey: () => second.getPrivateKey(), getPassphrase: () => null };
  const client = bench.client(inference.GenerativeAiInferenceClient, 'inference.generativeai', { authenticationDetailsProvider: mixed });
  await assert.rejects(client.chat(ask), { statusCode: 401, serviceCode: 'NotAuthenticated' });
});

test('a federation that is refused is told', async () => {
  const authenticationDetailsProvider = await signIn();
  await bench.oci.fault({ match: { path: '/v1/x509' }, status: 401, times: 0 });
  await assert.rejects(authenticationDetailsProvider.getKeyId(), { message: /status: 401/ });
});
