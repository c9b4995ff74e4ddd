// SPDX-License-Identifier: MIT
// Streams that are held open: what one costs while nothing comes, and how soon a client's leaving
// reaches the service.
import * as http from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { residentMegabytes } from './load.mjs';

function open({ url, headers, body }) {
  const handle = { begun: false };
  handle.settled = new Promise((resolve, reject) => {
    handle.request = http.request(url, { method: 'POST', agent: false, headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), ...headers() } }, (response) => {
      if (response.statusCode !== 200) reject(new Error(`${url}: ${response.statusCode}`));
      response.once('data', () => { handle.begun = true; resolve(); });
      response.on('error', () => {}); // it is broken off on purpose
    });
    handle.request.on('error', (error) => { if (!handle.request.destroyed) reject(error); });
    handle.request.end(body);
  });
  return handle;
}

async function until(condition, what) {
  for (const limit = performance.now() + 30_000; performance.now() < limit; await sleep(20)) if (await condition()) return;
  throw new Error(`waited in vain: ${what}`);
}

/** Kilobytes that each of `count` streams takes which have begun and are silent since. */
export async function measureIdleStreams({ oci, pid, count = 400, ...call }) {
  // The first ones also pay for pools and buffers that stay.
  const settle = async (many) => {
    await oci.noFaults();
    await oci.fault({ match: { path: '/chat' }, times: 0, stallAfterEvents: 1 });
    const streams = Array.from({ length: many }, () => open(call));
    await Promise.all(streams.map(({ settled }) => settled));
    await sleep(500);
    return streams;
  };
  const leave = async (streams) => {
    for (const { request } of streams) request.destroy();
    await until(async () => (await oci.state()).open === 0, 'the streams end');
  };
  await leave(await settle(20));
  const before = residentMegabytes(pid);
  const streams = await settle(count);
  const kilobytesEach = (residentMegabytes(pid) - before) * 1024 / count;
  await leave(streams);
  await oci.noFaults();
  return { count, kilobytesEach };
}

const phases = [
  { phase: 'before the head', fault: { delayMs: 20_000 }, wait: (handle, oci) => until(async () => (await oci.state()).open === 1, 'the call arrives') },
  { phase: 'while tokens come', fault: { pacing: { events: 1, ms: 20 } }, wait: (handle) => handle.settled },
  { phase: 'while the model is silent', fault: { stallAfterEvents: 1 }, wait: (handle) => handle.settled },
];

/** For each phase of an answer, milliseconds from the client's leaving to the service's noticing. */
export async function measureHangUps({ oci, rounds = 20, ...call }) {
  const results = [];
  for (const { phase, fault, wait } of phases) {
    await oci.noFaults();
    await oci.fault({ match: { path: '/chat' }, times: 0, ...fault });
    const times = [];
    for (let round = 0; round < rounds; ++round) {
      await fetch(`${oci.url}/demo/state`, { method: 'DELETE' });
      const handle = open(call);
      handle.settled.catch(() => {});
      await wait(handle, oci);
      await sleep(20);
      const left = Date.now();
      handle.request.destroy();
      let seen;
      await until(async () => { seen = (await oci.state()).requests.find(({ path, leftMs }) => path.includes('/chat') && leftMs); return seen; }, 'the call ends');
      times.push(Math.max(0, seen.leftMs - left));
    }
    results.push({ phase, times });
  }
  await oci.noFaults();
  return results;
}
