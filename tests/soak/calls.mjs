// SPDX-License-Identifier: MIT
// The calls of a soak, and the judgement of what comes back.
import * as http from 'node:http';
import { isDeepStrictEqual } from 'node:util';
import { clientKey } from '../e2e/harness.mjs';
import { anthropicEvents, chatChunks, responseEvents } from '../e2e/strict.mjs';

const models = ['meta.llama-3.3-70b-instruct', 'cohere.command-a-03-2025', 'openai.gpt-oss-120b'];
const questions = Array.from({ length: 12 }, (_, i) => `Tell me of harbour number ${i}.`);
const pick = (list) => list[Math.floor(Math.random() * list.length)];
const chat = (model, content, more) => ({ model, messages: [{ role: 'user', content }], max_tokens: 200, ...more });

/** A way to ask and how to read a good answer: the text that it must be. */
const dialects = {
  whole: { path: '/v1/chat/completions', body: (model, question) => chat(model, question), read: (text) => JSON.parse(text).choices[0].message.content },
  streamed: { path: '/v1/chat/completions', body: (model, question) => chat(model, question, { stream: true }), read: (text) => chatChunks(text).content, stream: true },
  messages: { path: '/v1/messages', body: (model, question) => chat(model, question), read: (text) => JSON.parse(text).content.map((block) => block.text ?? '').join('') },
  messagesStreamed: { path: '/v1/messages', body: (model, question) => chat(model, question, { stream: true }), read: (text) => anthropicEvents(text).content.map((block) => block.text ?? '').join(''), stream: true },
  responses: { path: '/v1/responses', body: (model, input) => ({ model, input, max_output_tokens: 200 }), read: (text) => outputText(JSON.parse(text)) },
  responsesStreamed: { path: '/v1/responses', body: (model, input) => ({ model, input, max_output_tokens: 200, stream: true }), read: (text) => outputText(responseEvents(text)), stream: true },
  ollama: { path: '/api/chat', body: (model, question) => ({ model, messages: [{ role: 'user', content: question }], options: { num_predict: 200 } }), read: readOllama, stream: true },
};

function outputText({ status, output }) {
  if (status === 'failed') throw new Error('failed');
  return output.filter(({ type }) => type === 'message').flatMap(({ content }) => content.map(({ text }) => text)).join('');
}

function readOllama(text) {
  const lines = text.trim().split('\n').map((line) => JSON.parse(line));
  if (!lines.at(-1).done) throw new Error('not done');
  return lines.map(({ message }) => message?.content ?? '').join('');
}

/** Errors that an answer may be: a status with a message, or a stream that says that it broke. */
function isOpenError({ status, text, cut }, stream) {
  if (status >= 400) {
    try { return !!(JSON.parse(text).error.message ?? JSON.parse(text).error); } catch { return false; }
  }
  const saysSo = /"error":|"response\.failed"|event: error/.test(text);
  return stream ? cut || saysSo : false;
}

export class Caller {
  #agent = new http.Agent({ keepAlive: true, maxSockets: 64 });
  #expected = new Map();
  #counts = {};
  problems = [];

  constructor(baseUrl) { this.base = new URL(baseUrl); }

  /** Resolves with `{status, text, cut}`; `leaveAfter`: bytes after which the client hangs up. */
  #send(method, path, body, { headers = {}, leaveAfter = Infinity } = {}) {
    const data = body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body);
    return new Promise((resolve) => {
      const asked = http.request({ agent: this.#agent, host: this.base.hostname, port: this.base.port, path, method, headers: { authorization: `Bearer ${clientKey}`, ...(data ? { 'content-type': 'application/json', 'content-length': Buffer.byteLength(data) } : {}), ...headers } }, (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (piece) => {
          text += piece;
          if (text.length >= leaveAfter) { asked.destroy(); resolve({ left: true }); }
        });
        response.on('end', () => resolve({ status: response.statusCode, text, cut: !response.complete }));
        response.on('error', () => resolve({ status: response.statusCode, text, cut: true }));
      });
      asked.on('error', (error) => resolve({ failed: error.code ?? error.message }));
      asked.setTimeout(60_000, () => { this.#wrong(`no answer in a minute: ${method} ${path}`); asked.destroy(); });
      asked.end(data);
      if (leaveAfter === 0) setTimeout(() => { asked.destroy(); resolve({ left: true }); }, Math.random() * 30);
    });
  }

  #count(what) { this.#counts[what] = (this.#counts[what] ?? 0) + 1; }
  #wrong(what) { this.problems.push(what); this.#count('WRONG'); }
  summary() { return Object.entries(this.#counts).map(([what, count]) => `${what} ${count}`).join(', '); }

  /** Closes the connections that are kept for the next call. */
  close() { this.#agent.destroy(); }

  async learn() {
    for (const model of models) {
      for (const question of questions) {
        const { status, text } = await this.#send('POST', dialects.whole.path, dialects.whole.body(model, question));
        if (status !== 200) throw new Error(text);
        this.#expected.set(model + question, dialects.whole.read(text));
      }
    }
    const { text } = await this.#send('POST', '/v1/embeddings', { model: 'cohere.embed-v4.0', input: questions, dimensions: 256 });
    this.#expected.set('embeddings', JSON.parse(text).data);
  }

  async #ask(name, model, question) {
    const { path, body, read, stream } = dialects[name];
    const answer = await this.#send('POST', path, body(model, question));
    if (answer.failed) return this.#wrong(`${name}: ${answer.failed}`);
    if (answer.status === 200 && !answer.cut) {
      let said;
      try { said = read(answer.text); } catch (error) {
        if (isOpenError(answer, stream)) return this.#count('failed openly');
        return this.#wrong(`${name} ${model}: ${error.message}: ${answer.text.slice(-400)}`);
      }
      if (said !== this.#expected.get(model + question)) return this.#wrong(`${name} ${model}: "${said}" instead of "${this.#expected.get(model + question)}"`);
      return this.#count(name);
    }
    if (!isOpenError(answer, stream)) return this.#wrong(`${name} ${model}: ${answer.status} ${answer.text.slice(-400)}`);
    this.#count('failed openly');
  }

  async #leave(name) {
    const { path, body } = dialects[name];
    await this.#send('POST', path, body(pick(models), pick(questions)), { leaveAfter: pick([0, 1, 200, 800]) });
    this.#count('left');
  }

  async #embed() {
    const { status, text } = await this.#send('POST', '/v1/embeddings', { model: 'cohere.embed-v4.0', input: questions, dimensions: 256 });
    if (status === 200 && isDeepStrictEqual(JSON.parse(text).data, this.#expected.get('embeddings'))) return this.#count('embeddings');
    if (status === 200 || !isOpenError({ status, text })) return this.#wrong(`embeddings: ${status} ${text?.slice(0, 300)}`);
    this.#count('failed openly');
  }

  async #refused() {
    const [status, ...call] = pick([
      [401, 'GET', '/v1/models', undefined, { headers: { authorization: 'Bearer wrong' } }],
      [403, 'GET', '/v1/models', undefined, { headers: { origin: 'https://page.example' } }],
      [400, 'POST', '/v1/chat/completions', '{"model":'],
      [400, 'POST', '/v1/chat/completions', { model: models[0] }],
      [404, 'GET', '/v1/no-such-thing'],
      [405, 'GET', '/v1/chat/completions'],
    ]);
    const answer = await this.#send(...call);
    if (answer.status !== status) return this.#wrong(`${call[0]} ${call[1]}: ${answer.status ?? answer.failed} instead of ${status}`);
    this.#count('refused');
  }

  async #list() {
    const { status, text } = await this.#send('GET', '/v1/models');
    if (status !== 200 || !JSON.parse(text).data.some(({ id }) => id === models[0])) return this.#wrong(`models: ${status}`);
    this.#count('models');
  }

  anyCall() {
    const chance = Math.random();
    if (chance < 0.70) return this.#ask(pick(Object.keys(dialects)), pick(models), pick(questions));
    if (chance < 0.85) return this.#leave(pick(Object.keys(dialects)));
    if (chance < 0.90) return this.#embed();
    if (chance < 0.95) return this.#refused();
    return this.#list();
  }
}
