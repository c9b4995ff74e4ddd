// SPDX-License-Identifier: MIT
// Starts the real programs: the embedded OCI service and the gateway in front of it.
import { spawn } from 'node:child_process';
import { createHash, generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync, chmodSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const bin = process.env.GATEHOUSE_BIN;
const testBin = process.env.GATEHOUSE_TEST_BIN;
if (!bin || !testBin) throw new Error('GATEHOUSE_BIN and GATEHOUSE_TEST_BIN name the folders of the programs');

export const gatewayProgram = join(bin, 'gatehouse-gateway');
export const tenancy = 'ocid1.tenancy.oc1..aaaaexampletenancy';
export const user = 'ocid1.user.oc1..aaaaexampleuser';
export const clientKey = 'gh-end-to-end-test-key-0123456789';
export const passphrase = 'correct horse battery staple';

export function scratchFolder() {
  return mkdtempSync(join(tmpdir(), 'gatehouse-e2e-'));
}

// Whatever fails, nothing that was started here outlives this process.
const running = new Set();
process.on('exit', () => { for (const child of running) child.kill('SIGKILL'); });
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1));

/** Runs a program until `ready` matches a line of its stdout. `output()` is all that it printed. With
 * `input` its stdin is a pipe. */
export function start(program, args, { env = {}, ready = null, cwd, input = false } = {}) {
  const child = spawn(program, args, {
    env: { PATH: process.env.PATH, LANG: 'C.UTF-8', ...(process.env.LSAN_OPTIONS ? { LSAN_OPTIONS: process.env.LSAN_OPTIONS } : {}), ...env },
    stdio: [input ? 'pipe' : 'ignore', 'pipe', 'pipe'],
    cwd,
  });
  let stdout = '';
  let stderr = '';
  running.add(child);
  const ended = new Promise((resolve) => child.on('close', (code, signal) => {
    running.delete(child);
    resolve({ code, signal });
  }));
  const isReady = new Promise((resolve, reject) => {
    child.on('error', reject);
    child.stdout.on('data', (data) => {
      stdout += data;
      const match = ready?.exec(stdout);
      if (match) resolve(match);
    });
    ended.then(({ code }) => reject(new Error(`${program} ended with ${code}: ${stderr}`)));
  });
  isReady.catch(() => {});
  child.stderr.on('data', (data) => { stderr += data; });
  return {
    child,
    ended,
    isReady,
    stdout: () => stdout,
    stderr: () => stderr,
    output: () => stdout + stderr,
    async stop() {
      child.kill('SIGTERM');
      return await ended;
    },
  };
}

/** A signing key with its encrypted PEM, made for this run. */
export function makeKey() {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const der = publicKey.export({ type: 'spki', format: 'der' });
  return {
    publicPem: publicKey.export({ type: 'spki', format: 'pem' }),
    plainPem: privateKey.export({ type: 'pkcs8', format: 'pem' }),
    encryptedPem: privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase }),
    fingerprint: createHash('md5').update(der).digest('hex').match(/../g).join(':'),
  };
}

export function keyIdOf(key) {
  return `${tenancy}/${user}/${key.fingerprint}`;
}

/** Writes ~/.oci/config as a person would have it and returns the home folder's file names. */
export function writeOciConfig(folder, key, { region = 'us-chicago-1', encrypted = true } = {}) {
  const keyFile = join(folder, 'oci_api_key.pem');
  writeFileSync(keyFile, (encrypted ? key.encryptedPem : key.plainPem) + 'OCI_API_KEY\n');
  const configFile = join(folder, 'config');
  writeFileSync(configFile, [
    '[DEFAULT]',
    `user=${user}`,
    `fingerprint=${key.fingerprint}`,
    `key_file=${keyFile}`,
    ...(encrypted ? [`pass_phrase=${passphrase}`] : []),
    `tenancy=${tenancy}`,
    `region=${region}`,
    '',
  ].join('\n'));
  chmodSync(keyFile, 0o600);
  chmodSync(configFile, 0o600);
  return { configFile, keyFile };
}

/** The embedded OCI service as a process of its own, trusting `key`. */
export async function startOci(folder, key, extra = []) {
  const publicFile = join(folder, 'public.pem');
  writeFileSync(publicFile, key.publicPem);
  const service = start(join(testBin, 'demo_service'), ['--port', '0', '--public-key', publicFile, '--key-id', keyIdOf(key), ...extra],
    { ready: /listening on (http:\/\/\S+)/ });
  service.url = (await service.isReady)[1];
  service.fault = async (rule) => {
    const response = await fetch(`${service.url}/demo/faults`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(rule) });
    if (!response.ok) throw new Error(`fault refused: ${await response.text()}`);
  };
  service.noFaults = async () => { await fetch(`${service.url}/demo/faults`, { method: 'DELETE' }); };
  service.state = async () => await (await fetch(`${service.url}/demo/state`)).json();
  return service;
}

/** The gateway with a configured profile, in front of `oci`. */
export async function startGateway(folder, { oci, configFile, args = [], env = {} }) {
  const gateway = start(gatewayProgram,
    ['--listen', '127.0.0.1:0', '--data-dir', join(folder, 'data'), '--log-level', 'debug', ...args],
    {
      ready: /listening on (http:\/\/\S+)/,
      env: {
        HOME: folder,
        XDG_CONFIG_HOME: join(folder, 'xdg'),
        ...(configFile ? { OCI_CONFIG_FILE: configFile } : {}),
        ...(oci ? { GATEHOUSE_OCI_ENDPOINT: `${oci.url}/{region}/{service}` } : {}),
        GATEHOUSE_API_KEY: clientKey,
        ...env,
      },
    });
  gateway.baseUrl = (await gateway.isReady)[1];
  return gateway;
}

/** Everything that a run left on disk below a folder, as [name, content]. */
export function filesBelow(folder) {
  return readdirSync(folder, { recursive: true })
    .map((name) => join(folder, name))
    .filter((name) => statSync(name).isFile())
    .map((name) => [name, readFileSync(name)]);
}

export function remove(folder) {
  rmSync(folder, { recursive: true, force: true });
}
