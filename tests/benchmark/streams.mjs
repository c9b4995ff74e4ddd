// SPDX-License-Identifier: MIT
// Paced streams: when the first token comes and how evenly the others follow.
import { closeSync, openSync, readFileSync } from 'node:fs';
import * as http from 'node:http';
import * as https from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';

/** The p-th percentile of numbers. */
export function percentile(numbers, p) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * p / 100))];
}

// Linux stops this process for 10 ms and more whenever its table of open files grows; the other
// such pause is garbage collection, for which ./dev bench leaves room between the rounds.
function reserveFiles(count) {
  const files = Array.from({ length: count }, () => openSync('/dev/null'));
  files.forEach((file) => closeSync(file));
}

const token = /"(content|reasoning_content|text|reasoningContent)":"[^"]/;

function oneStream({ url, headers, body, ca }) {
  const { request } = url.startsWith('https:') ? https : http;
  return new Promise((resolve, reject) => {
    const begin = performance.now();
    const times = [];
    const asked = request(url, { method: 'POST', ca, headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), ...headers } }, (response) => {
      if (response.statusCode !== 200) {
        reject(new Error(`${url}: ${response.statusCode}`));
        return;
      }
      let rest = '';
      response.setEncoding('utf8');
      response.on('data', (piece) => {
        const now = performance.now();
        const lines = (rest + piece).split('\n');
        rest = lines.pop();
        for (const line of lines) if (token.test(line)) times.push(now);
      });
      response.on('end', () => {
        if (times.length < 2) reject(new Error(`${url}: ${times.length} tokens`));
        else resolve({ first: times[0] - begin, gaps: times.slice(1).map((time, i) => time - times[i]) });
      });
      response.on('error', reject);
    });
    asked.on('error', reject);
    asked.end(body);
  });
}

/** Runs `count` streams side by side, all begun within a second, a few times over. Milliseconds. */
export async function measureStreams({ url, headers, body, count, certificate, rounds = 3 }) {
  reserveFiles(2048);
  const ca = readFileSync(certificate);
  const first = [];
  const gaps = [];
  for (let round = 0; round < rounds; ++round) {
    globalThis.gc?.({ type: 'minor' });
    await sleep(200);
    const streams = Array.from({ length: count }, async (_, i) => {
      await sleep(1000 / count * i);
      return await oneStream({ url, headers: headers(), body, ca });
    });
    for (const stream of await Promise.all(streams)) {
      first.push(stream.first);
      gaps.push(...stream.gaps);
    }
  }
  return { first50: percentile(first, 50), first99: percentile(first, 99), gap50: percentile(gaps, 50), gap99: percentile(gaps, 99), count: gaps.length };
}
