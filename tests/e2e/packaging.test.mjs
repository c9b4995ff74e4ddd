// SPDX-License-Identifier: MIT
// What packaging/ says of the program, held against the program.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { clientKey, gatewayProgram, remove, scratchFolder } from './harness.mjs';

const packaging = (name) => readFileSync(fileURLToPath(new URL(`../../packaging/${name}`, import.meta.url)), 'utf8');
const lines = (name) => packaging(name).split('\n').filter((line) => line && !line.startsWith('#'));
const sanitized = Boolean(process.env.GATEHOUSE_SANITIZED);

let folder;
before(() => { folder = scratchFolder(); });
after(() => remove(folder));

const environment = () => ({ PATH: process.env.PATH, HOME: folder, LANG: 'C.UTF-8', GATEHOUSE_API_KEY: clientKey, ...(process.env.LSAN_OPTIONS ? { LSAN_OPTIONS: process.env.LSAN_OPTIONS } : {}) });

describe('systemd', () => {
  test('the sockets that it holds are served, and it is told when', async () => {
    const listening = createServer();
    await new Promise((resolve) => listening.listen(0, '127.0.0.1', resolve));
    const { port } = listening.address();
    // The descriptor goes to the child as number 3; the variables must name the child itself.
    const child = spawn('sh', ['-c', 'LISTEN_PID=$$ LISTEN_FDS=1 exec "$0" "$@"', gatewayProgram, '--demo', '--data-dir', join(folder, 'held')], { env: environment(), stdio: ['ignore', 'pipe', 'pipe', listening._handle.fd] });
    let printed = '';
    child.stderr.resume();
    const ended = new Promise((resolve) => child.on('close', resolve));
    await new Promise((resolve, reject) => {
      child.stdout.on('data', (data) => { printed += data; if (printed.includes('\n')) resolve(); });
      ended.then(() => reject(new Error('it ended')));
    });
    listening.close(); // the child has its own
    assert.equal(printed.trim(), `listening on http://127.0.0.1:${port}/v1`);
    const response = await fetch(`http://127.0.0.1:${port}/v1/models`, { headers: { authorization: `Bearer ${clientKey}` } });
    assert.equal(response.status, 200);
    child.kill('SIGTERM');
    assert.equal(await ended, 0);
  });

  test('the unit names options and folders that the program knows', () => {
    const unit = packaging('systemd/gatehouse-gateway.service');
    const [, ...options] = /^ExecStart=(.*)$/m.exec(unit)[1].replace('${STATE_DIRECTORY}', join(folder, 'state')).split(' ');
    execFileSync(gatewayProgram, [...options, '--demo', '--check-config'], { env: environment(), stdio: 'pipe' });
  });
});

describe('Kubernetes', () => {
  test('the options and variables of its manifests are good', () => {
    const options = JSON.parse(/^ +args: (\[.*\])$/m.exec(packaging('kubernetes/deployment.yaml'))[1]);
    const variables = Object.fromEntries([...packaging('kubernetes/configmap.yaml').matchAll(/^ {2}([A-Z_]+): (.*)$/gm)].map(([, name, value]) => [name, value]));
    assert.equal(variables.AUTH_TYPE, 'OKE_WORKLOAD_IDENTITY');
    const known = packaging('../docs/configuration.md');
    for (const name of Object.keys(variables)) assert.ok(known.includes(`\`${name}\``), name);
    // The way to sign in needs a cluster around it; all else is judged.
    execFileSync(gatewayProgram, [...options, '--demo', '--check-config', '--data-dir', join(folder, 'pod')], { env: { ...environment(), ...variables }, stdio: 'pipe' });
  });
});

describe('the container', () => {
  test('installs what the program is linked to', { skip: sanitized || !existsSync('/usr/bin/dpkg-query') }, () => {
    const needed = [...execFileSync('readelf', ['-d', gatewayProgram], { encoding: 'utf8' }).matchAll(/NEEDED.*\[(.*)\]/g)].map(([, name]) => name);
    const installed = new Set(lines('container/runtime-packages.txt'));
    for (const library of needed) {
      if (/^(libc|libm|libgcc_s|ld-linux.*)\.so/.test(library)) continue; // of every Debian
      const owner = execFileSync('dpkg-query', ['-S', `*/${library}`], { encoding: 'utf8' }).split(':')[0];
      assert.ok(installed.has(owner), `${library} is of ${owner}`);
    }
  });
});
