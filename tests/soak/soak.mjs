// SPDX-License-Identifier: MIT
// Mixed load with faults for a while: every answer must be the whole right one or an error that
// says so, memory must stay flat, and nothing may be left over.
//   node soak.mjs MINUTES          (./dev soak runs it)
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { residentMegabytes } from '../benchmark/load.mjs';
import { makeKey, remove, scratchFolder, startGateway, startOci, writeOciConfig } from '../e2e/harness.mjs';
import { Caller } from './calls.mjs';
import { faults } from './faults.mjs';

const minutes = Number(process.argv[2] ?? 30);
const workers = 12;
const growthAllowed = 1.05;
// A sanitizer keeps what is freed for a while, and looks for leaks itself at the end.
const judgesMemory = !process.env.GATEHOUSE_SANITIZED;

const folder = scratchFolder();
const key = makeKey();
const { configFile } = writeOciConfig(folder, key, { encrypted: false });
const oci = await startOci(folder, key);
const gateway = await startGateway(folder, { oci, configFile, args: ['--log-level', 'error'] });
const pid = gateway.child.pid;
const openFiles = () => readdirSync(`/proc/${pid}/fd`).length;
let over = false;
gateway.ended.then(({ code, signal }) => {
  if (over) return;
  console.error(`The gateway ended by itself (${code ?? signal}): ${gateway.stderr().slice(-4000)}`);
  process.exit(1);
});

const caller = new Caller(gateway.baseUrl);
await caller.learn(); // what the answers are when nothing goes wrong
const filesAtRest = openFiles();
const begin = Date.now();
const end = begin + minutes * 60_000;
const samples = [];

async function work() {
  while (Date.now() < end) {
    await caller.anyCall();
    if (Math.random() < 0.1) await sleep(Math.random() * 50);
  }
}

async function misbehave() {
  while (Date.now() < end) {
    await oci.noFaults();
    for (let i = 0; i < 3; ++i) await oci.fault(faults[Math.floor(Math.random() * faults.length)]());
    await sleep(500 + Math.random() * 1500);
  }
  await oci.noFaults();
}

async function watch() {
  for (let report = begin; Date.now() < end; await sleep(Math.min(2000, minutes * 600))) {
    samples.push(residentMegabytes(pid));
    if (Date.now() < report) continue;
    report = Date.now() + 60_000;
    console.log(`${((Date.now() - begin) / 60_000).toFixed(1)} min: ${caller.summary()}; ${samples.at(-1).toFixed(1)} MB, ${openFiles()} files`);
  }
}

await Promise.all([...Array.from({ length: workers }, work), misbehave(), watch()]);
caller.close();
await sleep(2500);

const mean = (numbers) => numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
const fifth = Math.floor(samples.length / 5);
const early = mean(samples.slice(fifth, 2 * fifth));
const late = mean(samples.slice(-fifth));
console.log(`\n${caller.summary()}`);
console.log(`resident: ${early.toFixed(1)} MB in the second fifth of the time, ${late.toFixed(1)} MB in the last (${((late / early - 1) * 100).toFixed(1)} %)`);
const problems = [...caller.problems];
if (judgesMemory && late > early * growthAllowed) problems.push(`memory grew from ${early.toFixed(1)} to ${late.toFixed(1)} MB`);
if ((await oci.state()).open !== 0) problems.push('calls of the service are still open');
// What may stay: a connection to OCI for each worker and a spare one, kept for the next call, and
// the three files of the usage's database.
if (openFiles() > filesAtRest + workers + 1 + 3) problems.push(`${openFiles()} files are open, ${filesAtRest} were at rest`);
over = true;
const { code } = await gateway.stop();
if (code !== 0) problems.push(`the gateway ended with ${code}: ${gateway.stderr().slice(-4000)}`);
await oci.stop();
remove(folder);
for (const problem of problems.slice(0, 50)) console.error(`WRONG: ${problem}`);
console.log(problems.length === 0 ? 'Nothing lost, nothing doubled, nothing left.' : `${problems.length} problems`);
assert.equal(problems.length, 0);
process.exit(0);
