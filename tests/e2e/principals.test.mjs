// SPDX-License-Identifier: MIT
// The gateway where there is no key: it signs in as what it runs on.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { clientKey, gatewayProgram, makeKey, remove, scratchFolder, start, startGateway, startOci } from './harness.mjs';

let folder;
let oci;
before(async () => {
  folder = scratchFolder();
  oci = await startOci(folder, makeKey());
});
after(async () => {
  await oci.stop();
  remove(folder);
});

async function ask(gateway) {
  const response = await fetch(`${gateway.baseUrl}/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${clientKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'meta.llama-3.3-70b-instruct', messages: [{ role: 'user', content: 'Hi' }] }),
  });
  return { status: response.status, body: await response.json() };
}

describe('an instance principal', () => {
  const onInstance = () => ({ AUTH_TYPE: 'INSTANCE_PRINCIPAL', GATEHOUSE_IMDS_ENDPOINT: `${oci.url}/opc/v2` });

  test('lists and chats without any OCI configuration, and gets over a revoked session', async () => {
    const gateway = await startGateway(join(folder, 'instance'), { oci, env: onInstance() });
    const first = await ask(gateway);
    assert.equal(first.status, 200, JSON.stringify(first.body));
    assert.match(first.body.choices[0].message.content, /simulated/i);

    await fetch(`${oci.url}/demo/sessions`, { method: 'DELETE' });
    const second = await ask(gateway);
    assert.equal(second.status, 200, JSON.stringify(second.body));
    await gateway.stop();
  });

  test('a lasting refusal names the instance and no secret', async () => {
    const gateway = await startGateway(join(folder, 'refused'), { oci, env: onInstance() });
    await oci.fault({ match: { path: '/actions/chat' }, times: 0, status: 401 });
    const { status, body } = await ask(gateway);
    await oci.noFaults();
    assert.equal(status, 502);
    assert.match(body.error.message, /this instance/);
    assert.doesNotMatch(body.error.message + gateway.stderr(), /eyJ|PRIVATE KEY/);
    await gateway.stop();
  });
});

describe('a principal that there is not is exit 2 and says what is missing', () => {
  const cases = [
    ['no metadata service', { AUTH_TYPE: 'INSTANCE_PRINCIPAL', GATEHOUSE_IMDS_ENDPOINT: 'http://127.0.0.1:1/opc/v2' }, /not run on an OCI instance/],
    ['no resource', { AUTH_TYPE: 'RESOURCE_PRINCIPAL' }, /OCI_RESOURCE_PRINCIPAL_VERSION/],
    ['no cluster', { AUTH_TYPE: 'OKE_WORKLOAD_IDENTITY' }, /KUBERNETES_SERVICE_HOST/],
    ['no delegation token', { AUTH_TYPE: 'DELEGATION_TOKEN' }, /OCI_CLI_DELEGATION_TOKEN_FILE/],
  ];
  for (const [name, env, saying] of cases) {
    test(name, async () => {
      const program = start(gatewayProgram, ['--listen', '127.0.0.1:0', '--data-dir', join(folder, 'none')],
        { env: { HOME: folder, XDG_CONFIG_HOME: join(folder, 'xdg'), ...env } });
      const { code } = await program.ended;
      assert.equal(code, 2, program.stderr());
      assert.match(program.stderr(), saying);
      assert.equal(program.stdout(), '');
    });
  }
});

test('who is ended while the certificates are waited for says nothing of it', async () => {
  let asked = () => {};
  const waiting = new Promise((resolve) => { asked = resolve; });
  const metadata = createServer((request, response) => {
    if (request.url.endsWith('/instance/region')) response.end('iad');
    else asked(); // and no answer
  });
  metadata.listen(0, '127.0.0.1');
  await once(metadata, 'listening');
  const program = start(gatewayProgram, ['--listen', '127.0.0.1:0', '--data-dir', join(folder, 'ended')], {
    env: {
      HOME: folder, XDG_CONFIG_HOME: join(folder, 'xdg'), AUTH_TYPE: 'INSTANCE_PRINCIPAL',
      GATEHOUSE_IMDS_ENDPOINT: `http://127.0.0.1:${metadata.address().port}/opc/v2`,
    },
  });
  await waiting;
  const { code } = await program.stop();
  metadata.closeAllConnections();
  metadata.close();
  assert.equal(code, 0, program.stderr());
  assert.doesNotMatch(program.stderr(), /cancelled/i);
});

test('a half-written token of a resource answers 502, and the program lives on', async () => {
  const rpst = join(folder, 'rpst');
  const key = join(folder, 'resource.pem');
  writeFileSync(rpst, 'eyJhbGci');
  writeFileSync(key, makeKey().plainPem);
  const gateway = await startGateway(join(folder, 'resource'), {
    oci,
    env: {
      AUTH_TYPE: 'RESOURCE_PRINCIPAL', OCI_COMPARTMENT: 'ocid1.compartment.oc1..aaaaexample',
      OCI_RESOURCE_PRINCIPAL_VERSION: '2.2', OCI_RESOURCE_PRINCIPAL_RPST: rpst,
      OCI_RESOURCE_PRINCIPAL_PRIVATE_PEM: key, OCI_RESOURCE_PRINCIPAL_REGION: 'us-chicago-1',
    },
  });
  const { status, body } = await ask(gateway);
  assert.equal(status, 502);
  assert.match(body.error.message, /not whole/);
  assert.doesNotMatch(body.error.message, /eyJhbGci/);
  await gateway.stop();
});
