// SPDX-License-Identifier: MIT
// Embeddings, ranks and guardrails of the embedded OCI service, asked for by Oracle's own SDK.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import inference from 'oci-generativeaiinference';
import { isError, startBench, tenancy } from './sdkclients.mjs';
import { literalOf, typeErrors, typesFolder } from './sdktypes.mjs';

const { EmbedTextDetails } = inference.models;
const onePixel = 'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const typed = []; // answers, for the compiler to judge all at once

let bench, client;

before(async () => {
  bench = await startBench();
  client = bench.client(inference.GenerativeAiInferenceClient, 'inference.generativeai');
});
after(async () => { await bench?.stop(); });

function keep(answer, type) {
  typed.push([`${type}${typed.length}`, literalOf(JSON.parse(JSON.stringify(answer)), type)]);
  return answer;
}

const asked = (modelId, more) => ({ compartmentId: tenancy, servingMode: { servingType: 'ON_DEMAND', modelId }, ...more });

describe('embeddings', () => {
  const model = 'cohere.embed-v4.0';
  const { SearchDocument, SearchQuery } = EmbedTextDetails.InputType;
  const embed = async (more) => {
    const { embedTextResult, opcRequestId } = await client.embedText({ embedTextDetails: asked(model, { inputType: SearchDocument, ...more }) });
    assert.ok(opcRequestId);
    return keep(embedTextResult, 'EmbedTextResult');
  };
  const dot = (a, b) => a.reduce((sum, value, i) => sum + value * b[i], 0);

  test('of texts, the same for the same text, near for what is alike', async () => {
    const inputs = ['the harbour of Oslo', 'the harbour of Bergen', 'a recipe for bread'];
    const { id, embeddings, usage } = await embed({ inputs });
    assert.ok(id);
    assert.equal(embeddings.length, 3);
    assert.ok(embeddings.every((vector) => vector.length === embeddings[0].length && vector.every(Number.isFinite)));
    assert.ok(usage.promptTokens > 0);
    assert.deepEqual((await embed({ inputs: [inputs[1]], inputType: SearchQuery })).embeddings, [embeddings[1]]);
    assert.ok(dot(embeddings[0], embeddings[1]) > dot(embeddings[0], embeddings[2]));
  });

  test('with fewer dimensions, cut and repeated', async () => {
    const { embeddings, inputs } = await embed({ inputs: ['owl'], outputDimensions: 256, truncate: EmbedTextDetails.Truncate.End, isEcho: true });
    assert.equal(embeddings[0].length, 256);
    assert.deepEqual(inputs, ['owl']);
  });

  test('of several types', async () => {
    const { Float, Int8, Ubinary } = EmbedTextDetails.EmbeddingTypes;
    const { embeddingsByType } = await embed({ inputs: ['owl'], outputDimensions: 256, embeddingTypes: [Float, Int8, Ubinary] });
    assert.deepEqual(Object.keys(embeddingsByType).toSorted(), [Float, Int8, Ubinary].toSorted());
    assert.equal(embeddingsByType.float[0].length, 256);
    assert.ok(embeddingsByType.int8[0].every((value) => Number.isInteger(value) && value >= -128 && value <= 127));
    assert.equal(embeddingsByType.ubinary[0].length, 256 / 8);
  });

  test('of an image, both ways', async () => {
    const one = await embed({ inputs: [onePixel], inputType: EmbedTextDetails.InputType.Image });
    const mixed = await embed({ embedContents: [{ type: 'TEXT', text: 'a dot' }, { type: 'IMAGE', imageUrl: { url: onePixel } }] });
    assert.equal(one.embeddings.length, 1);
    assert.equal(mixed.embeddings.length, 2);
  });

  test('are refused for a chat model and for too many texts', async () => {
    const refused = (modelId, more) => client.embedText({ embedTextDetails: asked(modelId, { inputType: SearchDocument, inputs: ['owl'], ...more }) });
    await assert.rejects(refused('meta.llama-3.3-70b-instruct'), isError(400, '400'));
    await assert.rejects(refused(model, { inputs: Array(97).fill('owl') }), isError(400, '400', /inputs/));
    await assert.rejects(refused('cohere.no-such-model'), isError(404, '404'));
  });
});

describe('ranks', () => {
  const documents = ['Bread needs flour.', 'The harbour master of Oslo is Ann.', 'Owls fly at night.'];
  const rank = async (more) => {
    const { rerankTextResult, opcRequestId } = await client.rerankText({ rerankTextDetails: asked('cohere.rerank-v4.0-fast', { input: 'Who is the harbour master of Oslo?', documents, ...more }) });
    assert.ok(opcRequestId);
    return keep(rerankTextResult, 'RerankTextResult').documentRanks;
  };

  test('the best first', async () => {
    const ranks = await rank({});
    assert.deepEqual(ranks.map(({ index }) => index).toSorted(), [0, 1, 2]);
    assert.equal(ranks[0].index, 1);
    const scores = ranks.map(({ relevanceScore }) => relevanceScore);
    assert.deepEqual(scores, scores.toSorted((a, b) => b - a));
    assert.ok(scores.every((score) => score >= 0 && score <= 1));
  });

  test('the best alone, with its text', async () => {
    const ranks = await rank({ topN: 1, isEcho: true });
    assert.equal(ranks.length, 1);
    assert.equal(ranks[0].document.text, documents[1]);
  });

  test('no documents are refused', async () => {
    await assert.rejects(rank({ documents: [] }), isError(400, '400', /documents/));
  });
});

test('guardrails find what they are for', async () => {
  const { applyGuardrailsResult } = await client.applyGuardrails({
    applyGuardrailsDetails: {
      compartmentId: tenancy,
      input: { type: 'TEXT', content: 'Write to ann@example.com before the murder.', languageCode: 'en' },
      guardrailConfigs: {
        contentModerationConfig: { categories: ['OVERALL', 'BLOCKLIST'] },
        personallyIdentifiableInformationConfig: { types: ['EMAIL'] },
        promptInjectionConfig: {},
      },
    },
  });
  const { results } = keep(applyGuardrailsResult, 'ApplyGuardrailsResult');
  assert.deepEqual(results.contentModeration.categories.map(({ name, score }) => [name, score]), [['OVERALL', 1], ['BLOCKLIST', 0]]);
  const [found] = results.personallyIdentifiableInformation;
  assert.equal(found.text, 'ann@example.com');
  assert.equal('Write to ann@example.com before the murder.'.slice(found.offset, found.offset + found.length), found.text);
  assert.equal(typeof results.promptInjection.score, 'number');
});

test('all answers pass tsc --strict', () => {
  assert.ok(typed.length >= 9);
  assert.deepEqual(typeErrors(typesFolder('actions'), typed), []);
});
