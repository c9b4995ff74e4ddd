// SPDX-License-Identifier: MIT
// nginx twice: as a stand-in for OCI that serves canned answers over TLS, and as the proxy that
// the gateway is compared with.
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { start } from '../e2e/harness.mjs';

export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A certificate for 127.0.0.1 that signs itself; good for this run only. */
export function makeCertificate(folder) {
  const key = join(folder, 'tls.key');
  const certificate = join(folder, 'tls.crt');
  execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=127.0.0.1',
    '-addext', 'subjectAltName=IP:127.0.0.1', '-addext', 'basicConstraints=critical,CA:TRUE', '-keyout', key, '-out', certificate], { stdio: 'ignore' });
  return { key, certificate };
}

const text = 'A canned answer of a usual length, so that the translation has something to do. '.repeat(4).trim();
export const genericAnswer = JSON.stringify({
  modelId: 'meta.llama-3.3-70b-instruct',
  modelVersion: '1.0.0',
  chatResponse: {
    apiFormat: 'GENERIC',
    timeCreated: '2026-05-04T10:11:12.345Z',
    choices: [{ index: 0, message: { role: 'ASSISTANT', content: [{ type: 'TEXT', text }], toolCalls: [] }, finishReason: 'stop', logprobs: {} }],
    usage: { promptTokens: 40, completionTokens: 80, totalTokens: 120 },
  },
});
const models = JSON.stringify({
  items: [{ id: 'ocid1.generativeaimodel.oc1.us-chicago-1.aaaaexample', displayName: 'meta.llama-3.3-70b-instruct', vendor: 'meta', version: '1.0.0', type: 'BASE', capabilities: ['CHAT'], lifecycleState: 'ACTIVE', timeCreated: '2026-01-01T00:00:00Z' }],
});

/**
 * Two upstreams over TLS, one with canned answers and one that hands on to `service` (a URL), and
 * a proxy in front of each; all end with `stop()`.
 */
export async function startNginx(folder, { key, certificate }, service) {
  const [upstreamPort, proxyPort, streamsPort, streamsProxyPort] = await Promise.all([freePort(), freePort(), freePort(), freePort()]);
  const tls = `ssl_certificate ${certificate}; ssl_certificate_key ${key}; ssl_session_cache shared:s:1m;`;
  const handOn = 'proxy_http_version 1.1; proxy_set_header Connection ""; proxy_buffering off; proxy_ssl_verify off;';
  mkdirSync(join(folder, 'nginx'), { recursive: true });
  const config = (name, http) => {
    const file = join(folder, 'nginx', `${name}.conf`);
    writeFileSync(file, `daemon off; master_process off; pid ${folder}/nginx/${name}.pid; error_log stderr error;
events { worker_connections 4096; }
http {
  access_log off; default_type application/json; keepalive_requests 1000000; client_max_body_size 64m;
  client_body_temp_path ${folder}/nginx/${name}-body; proxy_temp_path ${folder}/nginx/${name}-proxy;
  fastcgi_temp_path ${folder}/nginx/${name}-f; uwsgi_temp_path ${folder}/nginx/${name}-u; scgi_temp_path ${folder}/nginx/${name}-s;
  ${http}
}
`);
    return start('nginx', ['-c', file, '-p', folder]);
  };
  const upstream = config('upstream', `server {
    listen 127.0.0.1:${upstreamPort} ssl; ${tls}
    location ~ /models$ { return 200 '${models}'; }
    location / { add_header opc-request-id 0123456789ABCDEF0123456789ABCDEF; return 200 '${genericAnswer}'; }
  }
  upstream service { server ${new URL(service).host}; keepalive 600; }
  server {
    listen 127.0.0.1:${streamsPort} ssl; ${tls}
    location / { proxy_pass http://service; proxy_set_header Host $http_host; ${handOn} }
  }`);
  const proxy = config('proxy', `upstream oci { server 127.0.0.1:${upstreamPort}; keepalive 128; keepalive_requests 1000000; }
  server {
    listen 127.0.0.1:${proxyPort};
    location / { proxy_pass https://oci; ${handOn} }
  }
  upstream streams { server 127.0.0.1:${streamsPort}; keepalive 600; }
  server {
    listen 127.0.0.1:${streamsProxyPort};
    location / { proxy_pass https://streams; ${handOn} }
  }`);
  const result = {
    upstreamUrl: `https://127.0.0.1:${upstreamPort}`,
    proxyUrl: `http://127.0.0.1:${proxyPort}`,
    streamsUrl: `https://127.0.0.1:${streamsPort}`,
    streamsProxyUrl: `http://127.0.0.1:${streamsProxyPort}`,
    upstream,
    proxy,
    async stop() { await Promise.all([upstream.stop(), proxy.stop()]); },
  };
  for (let i = 0; i < 100; ++i) {
    const answer = await fetch(`${result.proxyUrl}/models`).catch(() => null);
    if (answer?.ok) return result;
    await sleep(50);
  }
  throw new Error(`nginx did not start: ${upstream.stderr()} ${proxy.stderr()}`);
}
