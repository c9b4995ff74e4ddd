// SPDX-License-Identifier: MIT
// The gateway as a program: its arguments, exit codes, files and what it prints.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createServer } from 'node:net';
import { chmodSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { clientKey, filesBelow, gatewayProgram, makeKey, passphrase, remove, scratchFolder, start, startGateway, startOci, writeOciConfig } from './harness.mjs';

let folder;
before(() => { folder = scratchFolder(); });
after(() => remove(folder));

const bare = () => ({ HOME: folder, XDG_CONFIG_HOME: join(folder, 'xdg'), XDG_DATA_HOME: join(folder, 'share') });

async function run(args, env = {}) {
  const program = start(gatewayProgram, args, { env: { ...bare(), ...env } });
  const { code } = await program.ended;
  return { code, stdout: program.stdout(), stderr: program.stderr() };
}

describe('unusable arguments and configuration', () => {
  const cases = [
    ['nothing configured', [], {}, /--demo/],
    ['an unknown option', ['--no-such-option'], {}, /no-such-option/],
    ['an address without a port', ['--listen', '127.0.0.1'], {}, /127\.0\.0\.1/],
    ['a named file that is missing', [], { OCI_CONFIG_FILE: '/nonexistent/oci' }, /\/nonexistent\/oci/],
    ['a settings file that is missing', ['--config', '/nonexistent/settings'], {}, /\/nonexistent\/settings/],
    ['a way to sign in that is none', ['--demo'], { AUTH_TYPE: 'MAGIC' }, /AUTH_TYPE.*MAGIC/],
    ['a bearer key without its address', [], { ORACLE_API_KEY: 'sk-example' }, /ORACLE_BASE_URL/],
    ['a port that is none', ['--demo'], { PORT: '99999' }, /PORT/],
    ['an endpoint that is none', ['--demo'], { GATEHOUSE_OCI_ENDPOINT: 'ftp://oci.example/{region}' }, /ftp:\/\/oci\.example/],
    ['a CA bundle without certificates', ['--demo'], { REQUESTS_CA_BUNDLE: '/dev/null' }, /CA bundle \/dev\/null/],
  ];
  for (const [name, args, env, saying] of cases) {
    test(`${name} is exit 2 and one line that says so`, async () => {
      const result = await run(args, env);
      assert.equal(result.code, 2, result.stderr);
      assert.match(result.stderr, saying);
      assert.equal(result.stderr.trim().split('\n').length, 1, result.stderr);
      assert.equal(result.stdout, '');
    });
  }

  test('an unknown key of the settings file is exit 2', async () => {
    const file = join(folder, 'settings.json');
    writeFileSync(file, '{"lissten":["127.0.0.1:0"]}');
    const result = await run(['--demo', '--config', file]);
    assert.equal(result.code, 2);
    assert.match(result.stderr, /lissten/);
  });

  test('a profile that cannot be used does not stop a bearer key, unless it is named', async () => {
    const file = join(folder, 'unusable-profile');
    writeFileSync(file, '[DEFAULT]\nregion=us-chicago-1\n');
    chmodSync(file, 0o600);
    const key = { OCI_CONFIG_FILE: file, ORACLE_BASE_URL: 'https://inference.generativeai.us-chicago-1.oci.oraclecloud.com/openai/v1', ORACLE_API_KEY: 'sk-example', ORACLE_MODELS: 'openai.gpt-oss-120b' };
    const fine = await run(['--check-config'], key);
    assert.equal(fine.code, 0, fine.stderr);
    assert.match(fine.stderr, /The profile is left out/);
    const named = await run(['--check-config'], { ...key, OCI_CONFIG_PROFILE: 'DEFAULT' });
    assert.equal(named.code, 2, named.stderr);
  });

  test('--check-config judges and ends', async () => {
    const result = await run(['--demo', '--check-config']);
    assert.equal(result.code, 0, result.stderr);
  });
});

describe('listening', () => {
  test('a port in use is exit 3 and a line that says who holds it, and which is free', async () => {
    const holder = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => holder.once('listening', resolve));
    const { port } = holder.address();
    const result = await run(['--demo', '--listen', `127.0.0.1:${port}`, '--data-dir', join(folder, 'busy')]);
    holder.close();
    assert.equal(result.code, 3, result.stderr);
    assert.match(result.stderr, new RegExp(`127\\.0\\.0\\.1:${port} is in use by another program: (node|MainThread) \\(process ${process.pid}\\)\\. Port \\d+ is free\\.`));
  });

  test('the key is made at first start, for this user only, and kept', async () => {
    const data = join(folder, 'first');
    const keys = [];
    for (let i = 0; i < 2; ++i) {
      const gateway = start(gatewayProgram, ['--demo', '--listen', '127.0.0.1:0', '--data-dir', data], { env: bare(), ready: /listening on (http:\S+)/ });
      const base = (await gateway.isReady)[1];
      const file = join(data, 'gateway.key');
      assert.equal(statSync(file).mode & 0o777, 0o600);
      keys.push(readFileSync(file, 'utf8').trim());
      const models = await fetch(`${base}/models`, { headers: { authorization: `Bearer ${keys[i]}` } });
      assert.equal(models.status, 200);
      assert.equal((await gateway.stop()).code, 0);
      assert.ok(!gateway.output().includes(keys[i]), 'not printed where no terminal is');
    }
    assert.equal(keys[0], keys[1]);
    assert.ok(keys[0].length >= 40);
  });

  test('it listens within 200 ms and is below 40 MB when idle', { skip: Boolean(process.env.GATEHOUSE_SANITIZED) && 'sanitizers slow it down and make it large' }, async () => {
    const times = [];
    let resident = 0;
    for (let i = 0; i < 5; ++i) {
      const begin = performance.now();
      const gateway = start(gatewayProgram, ['--demo', '--listen', '127.0.0.1:0', '--data-dir', join(folder, 'quick')], { env: bare(), ready: /listening on (http:\S+)/ });
      await gateway.isReady;
      times.push(performance.now() - begin);
      resident = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${gateway.child.pid}/status`, 'utf8'))[1]) / 1024;
      await gateway.stop();
    }
    times.sort((a, b) => a - b);
    assert.ok(times[2] < 200, `median ${times[2]} ms`);
    assert.ok(resident < 40, `${resident} MB`);
  });

  test('it has room for many files from the start, and gives freed memory back while idle', { skip: process.platform !== 'linux' }, async () => {
    const gateway = start(gatewayProgram, ['--demo', '--listen', '127.0.0.1:0', '--data-dir', join(folder, 'roomy')], { env: bare(), ready: /listening on (http:\S+)/ });
    await gateway.isReady;
    const proc = `/proc/${gateway.child.pid}`;
    const read = (name) => readFileSync(join(proc, name), 'utf8');
    const limit = Number(/Max open files\s+(\d+)/.exec(read('limits'))[1]);
    const room = Number(/FDSize:\s+(\d+)/.exec(read('status'))[1]);
    const hasJemalloc = read('maps').includes('libjemalloc');
    const givesBack = () => readdirSync(join(proc, 'task')).some((task) => read(`task/${task}/comm`).startsWith('jemalloc_bg'));
    for (let i = 0; i < 100 && hasJemalloc && !givesBack(); ++i) await sleep(20);
    const result = givesBack();
    await gateway.stop();
    assert.ok(room >= Math.min(4096, limit), `${room} of ${limit}`);
    assert.equal(result, hasJemalloc);
  });

  test('it links no GUI library', () => {
    const libraries = execFileSync('ldd', [gatewayProgram], { encoding: 'utf8' });
    assert.ok(libraries.includes('libQt6Network'));
    assert.doesNotMatch(libraries, /Qt6Gui|Qt6Widgets|libX11|libxcb|libwayland|libGL/);
  });
});

test('no secret is found in logs, settings or data of a full run', async () => {
  const key = makeKey();
  const bearer = 'sk-EXAMPLE-bearer-token-for-this-test-only';
  const { configFile, keyFile } = writeOciConfig(folder, key);
  const bearerFile = join(folder, 'bearer');
  writeFileSync(bearerFile, bearer);
  const oci = await startOci(folder, key, ['--bearer-file', bearerFile]);
  const gateways = [
    await startGateway(join(folder, 'signed'), { oci, configFile, env: { HOME: folder } }),
    await startGateway(join(folder, 'bearer'), {
      env: { HOME: folder, ORACLE_BASE_URL: `${oci.url}/us-chicago-1/inference.generativeai/openai/v1`, ORACLE_API_KEY: bearer, ORACLE_MODELS: 'openai.gpt-oss-120b' },
    }),
  ];
  for (const gateway of gateways) {
    const headers = { authorization: `Bearer ${clientKey}`, 'content-type': 'application/json' };
    const ask = async (body, extra = {}) => await (await fetch(`${gateway.baseUrl}/chat/completions`, { method: 'POST', headers: { ...headers, ...extra }, body })).text();
    const question = (stream) => JSON.stringify({ model: 'openai.gpt-oss-120b', stream, messages: [{ role: 'user', content: 'Hello' }] });
    assert.match(await ask(question(false)), /chat\.completion/);
    assert.match(await ask(question(true)), /\[DONE\]/);
    await ask('{');
    await ask(question(false), { authorization: 'Bearer wrong' });
    for (const status of [401, 404, 500]) {
      await oci.fault({ match: { path: '' }, times: 0, status, code: 'NotAuthenticated', message: 'No.' });
      assert.match(await ask(question(false)), /error/);
      await oci.noFaults();
    }
    assert.equal((await gateway.stop()).code, 0);
  }
  await oci.stop();

  const pemLine = key.plainPem.split('\n')[3];
  const encryptedLine = key.encryptedPem.split('\n')[3];
  const secrets = { 'client key': clientKey, passphrase, 'bearer key': bearer, 'private key': pemLine, 'encrypted key': encryptedLine };
  const places = [
    ...gateways.map((gateway, i) => [`output of gateway ${i}`, Buffer.from(gateway.output())]),
    ...filesBelow(folder).filter(([name]) => name !== configFile && name !== keyFile && name !== bearerFile),
  ];
  assert.ok(gateways.every((gateway) => gateway.output().length > 100), 'there is a log to look at');
  for (const [place, content] of places) {
    for (const [name, secret] of Object.entries(secrets)) assert.ok(!content.includes(secret), `${name} found in ${place}`);
  }
});
