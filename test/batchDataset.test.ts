/** A stored table through a trained model: the same road as a field, with the table's own cells beside the answers. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { BatchFieldsResult } from '#/app/jobs/batchFieldsJob';
import { run } from '#/app/run';
import { provideServices } from '#/app/services';
import { type NodeStudio, openNodeStudio } from './support/nodeStudio';

const iris = readFileSync(new URL('../public/samples/iris.csv', import.meta.url));

let studio: NodeStudio;
beforeAll(async () => {
  studio = await openNodeStudio(`batch-${crypto.randomUUID()}`);
  provideServices(studio.services);
});
afterAll(() => studio.close());

async function ended(id: string) {
  const job = await run('jobs.wait', { id });
  expect(job.status, job.error?.message).toBe('completed');
  return job;
}

async function textOf(id: string): Promise<string> {
  return await (await run('jobs.download', { id })).file.text();
}

it('every row of a dataset is answered, told by its cells and judged where it is known', async () => {
  const file = () => new File([iris], 'iris.csv');
  const { jobId, datasetId } = await run('datasets.import', { files: [file()] });
  await ended(jobId);
  const trained = await run('training.submit', {
    datasetId,
    target: 'species',
    family: 'linear',
    training: { epochs: 20, backend: 'cpu', seed: 1 },
  });
  await ended(trained.jobId);
  const { modelId } = trained;

  const whole = await run('inference.batch', { modelId, datasetId });
  const job = await ended(whole.jobId);
  const result = job.result as BatchFieldsResult;
  expect(result).toMatchObject({ fileName: 'iris-predictions.csv', rows: 150, score: { judged: 150 } });
  const lines = (await textOf(whole.jobId)).trim().split('\n');
  expect(lines).toHaveLength(151);
  // The same rows as a file get the same answers.
  const dropped = await run('inference.batch', { modelId, file: file() });
  await ended(dropped.jobId);
  // A file keeps its cells as they were written, 3.0; a dataset has the numbers.
  const asNumbers = (rows: string[]) =>
    rows.map((row) => row.split(',').map((cell) => (Number.isNaN(Number(cell)) ? cell : Number(cell))));
  expect(asNumbers(lines)).toEqual(asNumbers((await textOf(dropped.jobId)).trim().split('\n')));
  const right = lines.slice(1).filter((line) => line.split(',')[4] === line.split(',')[5]);
  expect(result.score?.correct).toBe(right.length);
  expect(right.length).toBeGreaterThan(75);

  await expect(run('inference.batch', { modelId, datasetId, times: [0, 1] })).rejects.toMatchObject({
    place: 'times',
    message: 'The rows of a table have no times to take a part of.',
  });
  await expect(run('inference.batch', { modelId })).rejects.toMatchObject({ place: 'file' });
  const other = await run('datasets.import', { files: [new File(['a,b\n1,2\n'], 'other.csv')] });
  await ended(other.jobId);
  await expect(run('inference.batch', { modelId, datasetId: other.datasetId })).rejects.toMatchObject({
    message: expect.stringContaining('takes none of the given columns'),
  });
  const field = await run('datasets.sample', { sampleId: 'advectedField' });
  await ended(field.jobId);
  await expect(run('inference.batch', { modelId, datasetId: field.datasetId })).rejects.toMatchObject({
    message: 'iris linear v1 takes rows of a table; Advected field is none.',
  });
});
