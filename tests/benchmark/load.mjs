// SPDX-License-Identifier: MIT
// Requests per second and their latency, by wrk; the CPU time and memory of a process, by /proc.
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const ticksPerSecond = 100; // USER_HZ, the same on every Linux

/** CPU seconds of a process so far, all and of threads whose name matches. */
export function cpuSeconds(pid, threads = null) {
  let ticks = 0;
  for (const task of readdirSync(`/proc/${pid}/task`)) {
    let stat;
    try { stat = readFileSync(`/proc/${pid}/task/${task}/stat`, 'utf8'); } catch { continue; }
    const name = stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (!threads || threads.test(name)) ticks += Number(fields[11]) + Number(fields[12]);
  }
  return ticks / ticksPerSecond;
}

export function residentMegabytes(pid) {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;
}

function microseconds(value) {
  const [, number, unit] = /([\d.]+)(us|ms|s|m)$/.exec(value);
  return Number(number) * { us: 1, ms: 1e3, s: 1e6, m: 6e7 }[unit];
}

/** wrk's lua script for a POST of `body` with `headers`. */
export function writeRequest(folder, name, headers, body) {
  const file = join(folder, `${name}.lua`);
  const lines = ['wrk.method = "POST"', `wrk.body = [==[${body}]==]`];
  for (const [key, value] of Object.entries(headers)) lines.push(`wrk.headers["${key}"] = "${value}"`);
  writeFileSync(file, lines.join('\n'));
  return file;
}

/** One measured run of `seconds` after a short warm-up. `pid` is the process whose CPU is counted. */
export async function measure({ url, script, connections, seconds, pid, signingThreads }) {
  const wrk = (duration) => run('wrk', ['-t', connections > 1 ? '2' : '1', '-c', String(connections), '-d', `${duration}s`, '--latency', '-s', script, url]);
  await wrk(1);
  const before = pid ? cpuSeconds(pid) : 0;
  const signingBefore = signingThreads ? cpuSeconds(pid, signingThreads) : 0;
  const { stdout } = await wrk(seconds);
  const requests = Number(/(\d+) requests in/.exec(stdout)[1]);
  const failed = Number(/Non-2xx or 3xx responses: (\d+)/.exec(stdout)?.[1] ?? 0);
  const broken = /Socket errors:/.test(stdout);
  if (failed || broken || requests === 0) throw new Error(`${url}: ${stdout}`);
  return {
    p50: microseconds(/^\s+50%\s+(\S+)/m.exec(stdout)[1]),
    p99: microseconds(/^\s+99%\s+(\S+)/m.exec(stdout)[1]),
    perSecond: Number(/Requests\/sec:\s+([\d.]+)/.exec(stdout)[1]),
    cpu: pid ? (cpuSeconds(pid) - before) / requests * 1e6 : NaN,
    signingCpu: signingThreads ? (cpuSeconds(pid, signingThreads) - signingBefore) / requests * 1e6 : NaN,
  };
}
