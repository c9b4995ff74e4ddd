// SPDX-License-Identifier: MIT
// A POST signed with an API key (protocol reference, 2), for a client that speaks to OCI directly.
import { createHash, createSign } from 'node:crypto';
import { keyIdOf } from '../e2e/harness.mjs';

/** Header fields for one request of `body` to `url`, good for five minutes. */
export function signedHeaders(key, url, body) {
  const { host, pathname } = new URL(url);
  const fields = {
    date: new Date().toUTCString(),
    '(request-target)': `post ${pathname}`,
    host,
    'content-length': Buffer.byteLength(body),
    'content-type': 'application/json',
    'x-content-sha256': createHash('sha256').update(body).digest('base64'),
  };
  const text = Object.entries(fields).map(([name, value]) => `${name}: ${value}`).join('\n');
  const signature = createSign('RSA-SHA256').update(text).sign(key.plainPem, 'base64');
  const { '(request-target)': target, ...sent } = fields;
  return {
    ...sent,
    authorization: `Signature version="1",keyId="${keyIdOf(key)}",algorithm="rsa-sha256",headers="${Object.keys(fields).join(' ')}",signature="${signature}"`,
  };
}
