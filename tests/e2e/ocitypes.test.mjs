// SPDX-License-Identifier: MIT
// The request bodies of the golden tests, as literals of the types of Oracle's own SDK.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import inference from 'oci-generativeaiinference';
import { literalOf, typeErrors, typesFolder } from './sdktypes.mjs';

const golden = join(dirname(fileURLToPath(import.meta.url)), '..', 'golden', 'oci');

/** The SDK's name for a body; none for those of the OpenAI-compatible paths, which it has not. */
function typeOf(name, body) {
  if (body.chatRequest) return 'ChatDetails';
  if (body.inputs || body.embedContents) return 'EmbedTextDetails';
  if (body.documents) return 'RerankTextDetails';
  if (body.guardrailConfigs) return 'ApplyGuardrailsDetails';
  assert.ok(name.startsWith('openai_'), `${name} is of no type of the SDK`);
  return undefined;
}

const bodies = readdirSync(golden).filter((file) => file.endsWith('.json')).map((file) => {
  const name = file.replace('.json', '');
  const body = JSON.parse(readFileSync(join(golden, file), 'utf8'));
  return { name, body, type: typeOf(name, body) };
}).filter(({ type }) => type);

const everything = () => structuredClone(bodies.find(({ name }) => name === 'generic_everything_llama').body);
const attachments = () => structuredClone(bodies.find(({ name }) => name === 'generic_attachments').body);

test('every body passes tsc --strict', () => {
  for (const format of ['generic_', 'cohere_', 'coherev2_']) assert.ok(bodies.filter(({ name }) => name.startsWith(format)).length >= 16);
  assert.deepEqual(typeErrors(typesFolder('good'), bodies.map(({ name, body, type }) => [name, literalOf(body, type)])), []);
});

test('every body leaves the SDK as it entered', () => {
  for (const { name, body, type } of bodies) {
    assert.deepEqual(JSON.parse(JSON.stringify(inference.models[type].getJsonObj(body))), body, name);
  }
});

test('a body with a mistake fails, by that mistake alone', (t) => {
  const rename = (object, from, to) => {
    assert.ok(from in object);
    object[to] = object[from];
    delete object[from];
  };
  const mistakes = {
    misspelt: [everything, (body) => rename(body.chatRequest, 'maxTokens', 'maxTokns'),
      /TS2561: .*'maxTokns' does not exist in type 'GenericChatRequest'. Did you mean to write 'maxTokens'\?/],
    misspelt_mode: [everything, (body) => rename(body.servingMode, 'modelId', 'modelID'),
      /TS2561: .*'modelID' does not exist in type 'OnDemandServingMode'/],
    misspelt_content: [attachments, (body) => rename(body.chatRequest.messages[0].content[0], 'text', 'txt'),
      /TS2561: .*'txt' does not exist in type 'TextContent'/],
    misspelt_role: [everything, (body) => { body.chatRequest.messages[0].role = 'NOBODY'; body.chatRequest.messages[0].name = 'ann'; },
      /TS2353: .*'name' does not exist in type 'Message'/],
    foreign_field: [everything, (body) => { body.chatRequest.max_tokens = 5; }, /TS2561: .*'max_tokens' does not exist in type 'GenericChatRequest'/],
    wrong_value: [everything, (body) => { body.chatRequest.verbosity = 'low'; }, /TS2820: Type '"low"' is not assignable to type 'Verbosity/],
    wrong_type: [everything, (body) => { body.chatRequest.maxTokens = '100'; }, /TS2322: Type 'string' is not assignable to type 'number'/],
    missing: [everything, (body) => { delete body.compartmentId; }, /TS2741: Property '"compartmentId"' is missing/],
  };
  const sources = Object.entries(mistakes).map(([name, [make, spoil]]) => {
    const body = make();
    spoil(body);
    return [name, literalOf(body, 'ChatDetails')];
  });
  const errors = typeErrors(typesFolder('spoiled'), sources);
  for (const [name, [, , expected]] of Object.entries(mistakes)) {
    const own = errors.filter((line) => line.startsWith(`${name}.ts(`));
    assert.equal(own.length, 1, `${name}: ${errors.join('\n')}`);
    assert.match(own[0], expected);
  }
  assert.equal(errors.filter((line) => /^\w/.test(line)).length, sources.length, errors.join('\n'));
  t.diagnostic(errors.find((line) => line.startsWith('misspelt.ts')));
});
