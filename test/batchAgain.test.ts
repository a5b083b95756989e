/** Rows that a batch cannot answer: kept with their reasons, run again alone, and their answers complete the same file. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { BatchFieldsResult } from '#/app/jobs/batchFieldsJob';
import type { BatchRowsResult } from '#/app/jobs/batchRows';
import { run } from '#/app/run';
import { provideServices } from '#/app/services';
import { TetradError } from '#/core/protocol/errors';
import type { PredictRequest, StoredRequest } from '#/core/protocol/predict';
import { type NodeStudio, openNodeStudio } from './support/nodeStudio';

const iris = readFileSync(new URL('../public/samples/iris.csv', import.meta.url), 'utf8')
  .trim()
  .split('\n');
const name = `again-${crypto.randomUUID()}`;

let studio: NodeStudio;
let datasetId = '';
let modelId = '';
/** Samples of the dataset that cannot be read now. */
let damaged: number[] = [];
let asked: number[] = [];

async function ended(id: string) {
  const job = await run('jobs.wait', { id });
  expect(job.status, job.error?.message).toBe('completed');
  return job;
}
const textOf = async (id: string, file?: string): Promise<string> =>
  await (await run('jobs.download', { id, ...(file && { name: file }) })).file.text();

function provide(): void {
  const { engine } = studio.services;
  const watched = {
    ...engine,
    predict: async (request: PredictRequest) => {
      asked.push(request.rows.length);
      return await engine.predict(request);
    },
    answerStored: async (request: StoredRequest) => {
      asked.push(request.samples.length);
      const bad = request.samples.find((sample) => damaged.includes(sample));
      if (bad !== undefined)
        throw new TetradError({ code: 'corrupt', message: 'Its bytes are damaged.', place: `sample ${bad}` });
      return await engine.answerStored(request);
    },
  };
  studio.services.engine = watched as typeof engine;
  provideServices(studio.services);
}

beforeAll(async () => {
  studio = await openNodeStudio(name);
  provide();
  const made = await run('datasets.import', { files: [new File([iris.join('\n')], 'iris.csv')] });
  await ended(made.jobId);
  datasetId = made.datasetId;
  const trained = await run('training.submit', {
    datasetId,
    target: 'species',
    family: 'linear',
    training: { epochs: 5, backend: 'cpu', seed: 1 },
  });
  await ended(trained.jobId);
  modelId = trained.modelId;
}, 60_000);
afterAll(() => studio.close());

it('samples of a dataset that cannot be read cost the others nothing, and are asked alone after a reload', async () => {
  const whole = await run('inference.batch', { modelId, datasetId });
  await ended(whole.jobId);
  damaged = [3, 70, 71];
  const { jobId } = await run('inference.batch', { modelId, datasetId });
  const job = await ended(jobId);
  const result = job.result as BatchFieldsResult;
  expect(result).toMatchObject({ rows: 147, score: { judged: 147 } });
  expect(result.failed).toMatchObject({ count: 3, countedAs: 'row' });
  expect(result.failed?.reasons.map(({ first }) => first)).toEqual([[4], [71], [72]]);
  const all = (await textOf(whole.jobId)).split('\n');
  const some = (await textOf(jobId)).split('\n');
  for (const [i, line] of some.entries())
    if (damaged.includes(i - 1)) expect(line).toMatch(/^[\d.,]+[a-z]+,,,,$/);
    else expect(line).toBe(all[i]);
  expect(await textOf(jobId, result.failed?.fileName)).toContain('71,Its bytes are damaged. (sample 70)');

  studio.close();
  studio = await openNodeStudio(name);
  provide();
  damaged = [70];
  asked = [];
  await ended((await run('inference.batchAgain', { jobId })).jobId);
  // Three at once, then halves: nothing of the others.
  expect(Math.max(...asked)).toBe(3);
  const still = (await run('jobs.get', { id: jobId })).result as BatchFieldsResult;
  expect(still).toMatchObject({ rows: 149, failed: { count: 1 }, score: { judged: 149 } });
  damaged = [];
  await ended((await run('inference.batchAgain', { jobId })).jobId);
  const now = await run('jobs.get', { id: jobId });
  expect(now.result).toMatchObject({ rows: 150 });
  expect(now.result).not.toHaveProperty('failed');
  expect(now.files).toHaveLength(1);
  expect(await textOf(jobId)).toBe(await textOf(whole.jobId));
  await expect(run('inference.batchAgain', { jobId })).rejects.toMatchObject({
    message: expect.stringContaining('Every row of'),
  });
});

it('a batch of nothing but rows that fail ends as the first of them did', async () => {
  damaged = Array.from({ length: 150 }, (_, i) => i);
  const { jobId } = await run('inference.batch', { modelId, datasetId });
  expect(await run('jobs.wait', { id: jobId })).toMatchObject({
    status: 'failed',
    error: { code: 'corrupt', message: 'Its bytes are damaged.' },
  });
  damaged = [];
});

it.each(['csv', 'jsonl', 'parquet'] as const)(
  'rows of a file with wrong cells are left out, corrected and completed, as %s',
  async (outputFormat) => {
    const bad = iris.with(5, 'wide,3.6,1.4,0.2,"=setosa, or"').with(9, '5,x,1.5,?!,NA');
    const as = (lines: string[], more: object) =>
      run('inference.batch', {
        modelId,
        file: new File([lines.join('\n')], 'rows.csv'),
        outputFormat,
        ...more,
      });
    const { jobId } = await as(bad, { wrongCells: 'unanswered' });
    const { result } = await ended(jobId);
    const { failed, rows, warnings } = result as BatchRowsResult;
    expect(rows).toBe(148);
    expect(warnings.join()).not.toContain('treated as missing');
    expect(failed?.reasons).toEqual([
      { why: 'sepal_length_cm: "wide" is not a number', count: 1, first: [5] },
      { why: expect.stringMatching(/"x" is not a number; .*"\?!" is not a number/), count: 1, first: [9] },
    ]);
    // As they are: the same again, and nothing changes.
    const before = await textOf(jobId);
    await ended((await run('inference.batchAgain', { jobId })).jobId);
    expect(await textOf(jobId)).toBe(before);

    const kept = await textOf(jobId, failed?.fileName);
    const corrected = kept.replace(',wide,', ',5,').replace(',?!,', ',0.2,').replace(',x,', ',3.4,');
    expect(corrected).not.toBe(kept);
    const foreign = new File([corrected.replace('\n9,', '\n8,')], 'fixed.csv');
    await expect(run('inference.batchAgain', { jobId, corrected: foreign })).rejects.toMatchObject({
      message: 'Row 8 did not fail.',
    });
    asked = [];
    const file = new File([corrected], 'fixed.csv');
    await ended((await run('inference.batchAgain', { jobId, corrected: file })).jobId);
    expect(asked).toEqual([2]);
    const good = await as(bad.with(5, bad[5]?.replace('wide', '5') ?? '').with(9, '5,3.4,1.5,0.2,NA'), {});
    await ended(good.jobId);
    expect(await textOf(jobId)).toBe(await textOf(good.jobId));
    expect((await run('jobs.get', { id: jobId })).result).toMatchObject({ rows: 150 });
  },
);

it('rows that were left out can be answered as if the wrong cells were missing', async () => {
  const lines = iris.with(5, 'wide,3.6,1.4,0.2,setosa');
  const file = () => new File([lines.join('\n')], 'rows.csv');
  const { jobId } = await run('inference.batch', { modelId, file: file(), wrongCells: 'unanswered' });
  await ended(jobId);
  await ended((await run('inference.batchAgain', { jobId, wrongCells: 'missing' })).jobId);
  const usual = await run('inference.batch', { modelId, file: file() });
  await ended(usual.jobId);
  expect(await textOf(jobId)).toBe(await textOf(usual.jobId));
  const { result } = await run('jobs.get', { id: jobId });
  expect((result as BatchRowsResult).warnings.join()).toContain('"wide" is not a number; treated as missing');
});
