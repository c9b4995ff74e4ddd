// SPDX-License-Identifier: MIT
// Paced streams: when the first token comes and how evenly the others follow.
import { request } from 'node:http';

/** The p-th percentile of numbers. */
export function percentile(numbers, p) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * p / 100))];
}

function oneStream(url, headers, body) {
  return new Promise((resolve, reject) => {
    const begin = performance.now();
    const times = [];
    const asked = request(url, { method: 'POST', headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), ...headers } }, (response) => {
      if (response.statusCode !== 200) reject(new Error(`${url}: ${response.statusCode}`));
      let rest = '';
      response.setEncoding('utf8');
      response.on('data', (piece) => {
        const now = performance.now();
        const lines = (rest + piece).split('\n');
        rest = lines.pop();
        for (const line of lines) if (line.includes('"content":"') && !line.includes('"content":""')) times.push(now);
      });
      response.on('end', () => resolve({ first: times[0] - begin, gaps: times.slice(1).map((time, i) => time - times[i]) }));
      response.on('error', reject);
    });
    asked.on('error', reject);
    asked.end(body);
  });
}

/** Runs `count` streams side by side, a few times over. Milliseconds. */
export async function measureStreams({ url, headers, body, count, rounds = 3 }) {
  const first = [];
  const gaps = [];
  for (let round = 0; round < rounds; ++round) {
    for (const stream of await Promise.all(Array.from({ length: count }, () => oneStream(url, headers, body)))) {
      first.push(stream.first);
      gaps.push(...stream.gaps);
    }
  }
  return { first50: percentile(first, 50), first99: percentile(first, 99), gap50: percentile(gaps, 50), gap99: percentile(gaps, 99), events: gaps.length };
}
