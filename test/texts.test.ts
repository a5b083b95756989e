/** Texts as a user goes: from a dropped table to trained models, answers, files, and those in other hands. */
import { Tokenizer as HuggingFace } from '@huggingface/tokenizers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '#/app/run';
import { provideServices } from '#/app/services';
import type { BatchFieldsResult } from '#/app/jobs/batchFieldsJob';
import { uniforms } from '#/core/random/random';
import { openNodeWasm } from '#/engine/train/fixtures/nodeWasm';
import { type NodeStudio, openNodeStudio } from './support/nodeStudio';
import { onnxRuntimes } from './support/onnxRuntimes';

let studio: NodeStudio;
beforeAll(async () => {
  studio = await openNodeStudio(`texts-${crypto.randomUUID()}`, { open: openNodeWasm });
  provideServices(studio.services);
});
afterAll(() => studio.close());

async function ended(id: string) {
  const job = await run('jobs.wait', { id });
  expect(job.status, job.error?.message).toBe('completed');
  return job;
}

const words = {
  weather: ['rain', 'sunny', 'storm', 'cloudy', 'snow', 'windy', 'forecast', 'umbrella', 'Zürich', '雨'],
  music: ['song', 'album', 'guitar', 'louder', 'playlist', 'concert', 'drums', 'singer', 'Café', '🎵'],
};
const fillers = ['please', 'the', 'for', 'tomorrow', 'me', 'a', 'is', 'it', "don't", 'now', 'and', 'what'];

function messages(count: number): { text: string; intent: string; stars: number }[] {
  const draws = Array.from(uniforms(3, 'messages', 0, count * 12));
  return Array.from({ length: count }, (_, i) => {
    const intent = i % 2 === 0 ? 'weather' : 'music';
    const draw = (k: number, from: readonly string[]) =>
      from[Math.floor((draws[i * 12 + k] ?? 0) * from.length)] ?? '';
    const body = [0, 1, 2, 3, 4].map((k) => draw(k, fillers));
    body.splice(2, 0, draw(6, words[intent]), draw(7, words[intent]));
    return { text: body.join(' '), intent, stars: intent === 'weather' ? 2 : 4 };
  });
}
const csvOf = (rows: ReturnType<typeof messages>) =>
  `message,intent,stars\n${rows.map(({ text, intent, stars }) => `"${text}",${intent},${stars}`).join('\n')}\n`;

async function imported(name: string, content: string, options?: object) {
  const { jobId, datasetId } = await run('datasets.import', {
    files: [new File([content], name)],
    kind: 'text',
    ...(options && { options: { text: options } }),
  });
  await ended(jobId);
  return datasetId;
}

describe('a table of messages', () => {
  let datasetId: string;
  beforeAll(async () => {
    datasetId = await imported('messages.csv', csvOf(messages(400)));
  });

  it('is a dataset of texts, with what fits them', async () => {
    const { version } = await run('datasets.get', { id: datasetId });
    expect(version?.schema).toMatchObject({
      kind: 'text',
      data: { column: 0 },
      columns: [{ name: 'message', type: 'text', role: 'feature' }, { name: 'intent' }, { name: 'stars' }],
    });
    const options = await run('training.options', { datasetId });
    expect(options).toMatchObject({ task: { type: 'classification' } });
    expect(options.families.map(({ type }) => type)).toEqual([
      'textPool',
      'textLinear',
      'textCnn',
      'textLstm',
      'textTransformer',
    ]);
    await expect(
      run('training.submit', { datasetId, target: 'intent', family: 'mlp' }),
    ).rejects.toMatchObject({
      message: expect.stringContaining('does not do classification on text'),
      hint: expect.stringContaining('"textCnn"'),
    });
  });

  it.each([
    { family: 'textPool', familyParams: { width: 8 } },
    { family: 'textPool', familyParams: { width: 8, tokenizer: 'bytePair', vocabulary: 400, pool: 'max' } },
    { family: 'textCnn', familyParams: { width: 8, filters: 8, tokenizer: 'wordPiece', vocabulary: 300 } },
    { family: 'textLstm', familyParams: { width: 8, units: 8, vocabulary: 300, length: 24 } },
    { family: 'textLinear', familyParams: {} },
    { family: 'textLinear', familyParams: { tokenizer: 'character', weighting: 'counts', lowercase: false } },
  ])('is learnt by $family, asked, exported: $familyParams', async ({ family, familyParams }) => {
    const trained = await run('training.submit', {
      datasetId,
      target: 'intent',
      family,
      familyParams,
      training: { epochs: 12, backend: 'wasm', seed: 1 },
    });
    await ended(trained.jobId);
    const { modelId, runId } = trained;
    const { figure } = await run('runs.get', { id: runId });
    // Letters alone say less.
    expect(figure?.value).toBeGreaterThan(familyParams.tokenizer === 'character' ? 0.8 : 0.97);
    expect(figure?.free?.answer).toMatch(/^always/);

    const rows = [
      { message: 'Please, is it STORM umbrella now? and' },
      { message: 'the me album 🎵 what a tomorrow' },
    ];
    const answer = await run('inference.predict', { modelId, rows });
    expect(answer.predictions.map(({ value }) => value)).toEqual(['weather', 'music']);
    const blank = await run('inference.predict', { modelId, rows: [{ message: ' ' }] });
    expect(blank.warnings.join()).toMatch(/1 without a text/);

    const { files, report } = await run('models.export', { modelId });
    expect(report.parity).toMatchObject({ passed: true, labelsEqual: true });
    expect(files.map(({ name }) => name.replace(/.*-v1\./, ''))).toEqual(['onnx', 'tokenizer.json']);

    // In other hands: their tokeniser, another runtime.
    const [onnx, json] = files;
    const tokenizer = new HuggingFace(JSON.parse(new TextDecoder().decode(json?.bytes)), {});
    const { padding } = JSON.parse(new TextDecoder().decode(json?.bytes)) as {
      padding: { strategy: { Fixed: number } } | null;
    };
    const ids = rows.map(({ message }) => tokenizer.encode(message).ids);
    const length = padding?.strategy.Fixed ?? Math.max(...ids.map((row) => row.length));
    const data = BigInt64Array.from(
      ids.flatMap((row) => Array.from({ length }, (_, i) => BigInt(row[i] ?? 0))),
    );
    for (const runtime of onnxRuntimes) {
      const feed = { name: 'tokens', type: 'int64' as const, data, dims: [2, length] };
      const out = await runtime.run(onnx?.bytes as Uint8Array<ArrayBuffer>, [feed]);
      expect([...((out.get('label')?.data ?? []) as string[])]).toEqual(['weather', 'music']);
      const shares = [...((out.get('probabilities')?.data ?? []) as Float32Array)];
      for (const [i, { probabilities = [] }] of answer.predictions.entries())
        for (const [k, share] of probabilities.entries()) expect(shares[i * 2 + k]).toBeCloseTo(share, 5);
    }
  });

  it('answers whole datasets of texts, whatever their column is called', async () => {
    const trained = await run('training.submit', {
      datasetId,
      target: 'intent',
      family: 'textLinear',
      training: { epochs: 12, backend: 'wasm' },
    });
    await ended(trained.jobId);
    const other = csvOf(messages(60)).replace('message,', 'words,');
    const whole = await run('inference.batch', {
      modelId: trained.modelId,
      datasetId: await imported('other.csv', other, { column: 'words' }),
    });
    expect((await ended(whole.jobId)).result).toMatchObject({
      score: { judged: 60, correct: 60 },
    } satisfies Partial<BatchFieldsResult>);
  });

  it('learns a number beside a text', async () => {
    const trained = await run('training.submit', {
      datasetId: await imported('stars.csv', csvOf(messages(300)), { label: 'stars' }),
      target: 'stars',
      task: 'regression',
      family: 'textPool',
      training: { epochs: 30, backend: 'wasm' },
    }).catch((thrown: unknown) => thrown as Error);
    if (trained instanceof Error) throw trained;
    await ended(trained.jobId);
    const { predictions } = await run('inference.predict', {
      modelId: trained.modelId,
      rows: [{ message: 'storm and snow' }, { message: 'guitar and drums' }],
    });
    const [low, high] = predictions.map(({ value }) => Number(value));
    expect(low).toBeLessThan(2.7);
    expect(high).toBeGreaterThan(3.3);
  });
});

describe('texts that are none', () => {
  it.each([
    ['a table of numbers', 'a,b\n1,2\n3,4\n', {}, /no column of texts/],
    ['a column that is not there', 'a,b\nx,y\nz,w\n', { column: 'text' }, /no column “text”/],
    ['the same column twice', 'a,b\nx,y\nz,w\n', { column: 'a', label: 'a' }, /cannot be both/],
  ])('%s', async (_what, content, options, message) => {
    const { jobId, datasetId } = await run('datasets.import', {
      files: [new File([content], 'x.csv')],
      kind: 'text',
      options: { text: options },
    });
    const job = await run('jobs.wait', { id: jobId });
    expect(job).toMatchObject({ status: 'failed', error: { message: expect.stringMatching(message) } });
    expect((await run('datasets.list', {})).some(({ dataset }) => dataset.id === datasetId)).toBe(false);
  });

  it('one label only, and markup as texts', async () => {
    const rows = messages(30).map((row) => ({
      ...row,
      intent: 'weather',
      text: '<img src=x onerror=alert(1)>',
    }));
    const datasetId = await imported('one.csv', csvOf(rows));
    await expect(
      run('training.submit', { datasetId, target: 'intent', family: 'textPool' }),
    ).rejects.toMatchObject({ message: expect.stringContaining('same value') });
    const { version } = await run('datasets.get', { id: datasetId });
    const { rows: cells } = await run('datasets.rows', { versionId: version?.id ?? '', start: 0, count: 1 });
    expect(cells[0]?.[0]).toBe('<img src=x onerror=alert(1)>');
  });

  it('an empty text among many is told', async () => {
    const rows = messages(80).map((row, i) => (i % 20 === 3 ? { ...row, text: '' } : row));
    const datasetId = await imported('holes.csv', csvOf(rows), { column: 'message' });
    const trained = await run('training.submit', {
      datasetId,
      target: 'intent',
      family: 'textPool',
      training: { epochs: 2, backend: 'wasm' },
    });
    await ended(trained.jobId);
    const { warnings } = await run('runs.get', { id: trained.runId });
    expect(warnings?.join()).toMatch(/4 texts are empty/);
  });
});
