// SPDX-License-Identifier: MIT
// The embedded OCI service with the clients of Oracle's own SDK in front of it. What they sign is
// verified there, and what it answers is read by code that was not written here.
import assert from 'node:assert/strict';
import common from 'oci-common';
import { makeKey, remove, scratchFolder, startOci, tenancy, writeOciConfig } from './harness.mjs';

export const region = 'us-chicago-1';

/** A service that trusts the key of a configuration file, which `client` signs with. */
export async function startBench() {
  const folder = scratchFolder();
  const key = makeKey();
  const { configFile } = writeOciConfig(folder, key);
  const oci = await startOci(folder, key);
  const provider = new common.ConfigFileAuthenticationDetailsProvider(configFile, 'DEFAULT');
  const clients = [];
  return {
    oci,
    key,
    folder,
    /** Asks once: what the SDK repeats is not what is tested. */
    client(Kind, service, { authenticationDetailsProvider = provider, retryConfiguration = common.NoRetryConfigurationDetails } = {}) {
      const made = new Kind({ authenticationDetailsProvider }, { retryConfiguration });
      made.endpoint = `${oci.url}/${region}/${service}`;
      clients.push(made);
      return made;
    },
    async stop() {
      for (const made of clients) made.close();
      const end = await oci.stop();
      remove(folder);
      assert.equal(end.signal ?? end.code, 'SIGTERM', oci.stderr());
    },
  };
}

/** An error as the SDK read it. */
export function isError(status, code, saying = /./) {
  return (error) => {
    assert.ok(error instanceof common.OciError, error.stack);
    assert.equal(error.statusCode, status);
    assert.equal(error.serviceCode, code);
    assert.match(error.message, saying);
    assert.match(error.opcRequestId, /^[\w-]+\/\w+\/\w+$/);
    return true;
  };
}

export { tenancy };
