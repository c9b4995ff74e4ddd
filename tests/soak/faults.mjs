// SPDX-License-Identifier: MIT
// What goes wrong at the service during a soak.

const some = (most) => 1 + Math.floor(Math.random() * most);
const rule = (fault) => ({ match: { path: '/chat' }, times: some(5), ...fault });

export const faults = [
  () => rule({ status: 429, retryAfter: 0 }),
  () => rule({ status: 500 }),
  () => rule({ status: 503 }),
  () => rule({ status: 400, message: 'a fault of the test' }),
  () => rule({ closeBeforeHead: true }),
  () => rule({ body: 'html', status: 502 }),
  () => rule({ body: 'garbage' }),
  () => rule({ delayMs: some(800) }),
  () => rule({ cutAfterEvents: some(6) }),
  () => rule({ cutAfterBytes: 10 * some(60) }),
  () => rule({ errorAfterEvents: some(6), errorShape: ['oci', 'openAi', 'finishReason'][some(3) - 1] }),
  () => rule({ bytesPerWrite: some(7) }),
  () => rule({ pacing: { events: 1, ms: some(5) } }),
  () => rule({ separator: ['crLf', 'singleNewline'][some(2) - 1] }),
  () => ({ match: { path: '/embedText' }, times: some(3), status: 503 }),
];
