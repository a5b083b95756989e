/** A whole field through a trained model: the real engine in this thread, the real queue, a pause in the middle. */
import '@tensorflow/tfjs';
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ModelVersion } from '#/core/protocol/model';
import type { PredictRequest } from '#/core/protocol/predict';
import type { Storage } from '#/core/protocol/storage';
import { normals } from '#/core/random/random';
import { openCpu } from '#/engine/backends/cpu';
import { openModel } from '#/engine/predict/openModel';
import { predict as answerOf } from '#/engine/predict/predictSamples';
import { storeGrid } from '#/engine/train/fixtures/gridDataset';
import { runOnGrid } from '#/engine/train/fixtures/runOnGrid';
import { npz } from '#/formats/arrays/npz';
import { Registry } from '#/core/registry/registry';
import { openStorage } from '#/storage/openStorage';
import { inferenceBatch } from '../commands/inferenceBatch';
import { jobsDownload } from '../commands/jobsDownload';
import type { AppServices } from '../services';
import { batchFieldsJob } from './batchFieldsJob';
import { JobQueue } from './queue';

let storage: Storage;
let services: AppServices;
let asked: PredictRequest[];
/** Runs before an answer is given. */
let meanwhile: (request: PredictRequest) => Promise<void>;

beforeEach(async () => {
  const name = `fields-${crypto.randomUUID()}`;
  storage = await openStorage({ name });
  asked = [];
  meanwhile = async () => {};
  const predict = async (request: PredictRequest) => {
    asked.push(request);
    const model = await openModel(request.modelVersionId, storage);
    const answer = await answerOf(model, request, storage);
    model.dispose();
    await meanwhile(request);
    return answer;
  };
  services = { storage, engine: { predict } } as unknown as AppServices;
  services.jobs = new JobQueue({ services, defs: new Registry('kind of job', [batchFieldsJob]), name });
  services.jobs.start();
});
afterEach(() => {
  services.jobs.close();
  storage.close();
});

const size: [number, number, number, number, number] = [3, 12, 3, 2, 2];
const frame = 3 * 2 * 2;
/** Large enough that a piece is a few samples; the class is whether the recording's mean is above 0. */
const fieldOf = (seed: number, [recordings, times]: readonly number[] = size) =>
  normals(seed, 'field', 0, (recordings as number) * (times as number) * frame).map(
    (value, i) => value + (Math.floor(i / frame / (times as number)) % 2 === 0 ? -1 : 1),
  );
const kinds = (cells: (string | null)[]) => [
  { field: { name: 'kind', type: 'categorical' as const, role: 'target' as const }, cells },
];

async function train(task: 'classification' | 'forecast'): Promise<ModelVersion> {
  const dataset = await storeGrid(storage, 'training', {
    field: fieldOf(1),
    size,
    channels: ['u'],
    windowing: { length: 4, stride: 2, horizon: task === 'forecast' ? 1 : 0 },
    labels:
      task === 'classification'
        ? kinds(Array.from({ length: 15 }, (_, i) => 'ab'[Math.floor(i / 5) % 2] as string))
        : [],
  });
  const { version } = await runOnGrid(storage, dataset, await openCpu(), {
    family: 'cnn4d',
    task,
    target: task === 'forecast' ? 'future' : 'kind',
    familyParams: { filters: [2] },
    config: { epochs: 2 },
  });
  return version;
}

const text = async (jobId: string): Promise<string> =>
  await (await jobsDownload.run(services, { id: jobId })).file.text();

it('answers every sample of another dataset with where and when it is, and judges what is known', async () => {
  const version = await train('classification');
  const other = await storeGrid(storage, 'tuesday', {
    field: fieldOf(2),
    size,
    channels: ['u'],
    windowing: { length: 4, stride: 4, horizon: 0 },
    labels: kinds(['a', 'a', null, 'b', 'b', 'b', 'a', 'a', 'a']),
  });
  const { jobId } = await inferenceBatch.run(services, {
    modelId: version.modelId,
    datasetId: other.datasetId,
  });
  const job = await services.jobs.wait(jobId);
  expect(job).toMatchObject({ status: 'completed', result: { rows: 9, score: { judged: 8 } } });
  // Deleting either of the two cancels it.
  expect(job).toMatchObject({ modelId: version.modelId, datasetId: other.datasetId });
  const lines = (await text(jobId)).trim().split('\n');
  expect(lines[0]).toBe(
    'sample,recording,start,time from,time to,kind,kind (predicted),probability a,probability b',
  );
  expect(lines).toHaveLength(10);
  expect(lines[5]).toMatch(/^4,1,4,4,7,b,[ab],0\.\d+,0\.\d+$/);
  // The same as asking one by one.
  const model = await openModel(version.id, storage);
  const alone = await answerOf(model, { rows: [{ sample: 4 }], datasetVersionId: other.id }, storage);
  expect(lines[5]?.split(',').slice(6)).toEqual(
    [alone.predictions[0]?.value, ...(alone.predictions[0]?.probabilities ?? [])].map(String),
  );
  const predicted = lines.slice(1).map((line) => line.split(',').slice(5, 7));
  const { score } = job.result as { score: { correct: number } };
  expect(score.correct).toBe(predicted.filter(([known, says]) => known === says).length);
  model.dispose();
});

it('goes on after a pause with what it has, and the file is that of one that never stopped', async () => {
  const version = await train('classification');
  const long: typeof size = [8, 6000, 3, 2, 2];
  const other = await storeGrid(storage, 'long', {
    field: fieldOf(3, long),
    size: long,
    channels: ['u'],
    windowing: { length: 4, stride: 1, horizon: 0 },
  });
  const which = { modelId: version.modelId, datasetId: other.datasetId };
  const whole = await inferenceBatch.run(services, which);
  expect(await services.jobs.wait(whole.jobId)).toMatchObject({
    status: 'completed',
    result: { rows: 47976 },
  });
  const pieces = asked.length;
  expect(pieces).toBeGreaterThan(3);
  asked = [];
  let paused: Promise<unknown> | undefined;
  const { jobId } = await inferenceBatch.run(services, which);
  meanwhile = async () => {
    paused ??= services.jobs.pause(jobId);
  };
  await expect.poll(async () => (await services.jobs.get(jobId)).status).toBe('paused');
  expect(asked.length).toBeLessThan(pieces);
  await expect(jobsDownload.run(services, { id: jobId })).rejects.toMatchObject({ code: 'notFound' });
  await services.jobs.resume(jobId);
  expect((await services.jobs.wait(jobId)).status).toBe('completed');
  expect(asked).toHaveLength(pieces);
  expect(await text(jobId)).toBe(await text(whole.jobId));
});

it('begins again when the page went between the file and the end of the job', async () => {
  const version = await train('classification');
  const { jobId } = await inferenceBatch.run(services, {
    modelId: version.modelId,
    datasetId: version.datasetId,
  });
  await services.jobs.wait(jobId);
  const made = await text(jobId);
  await storage.jobs.update(jobId, { status: 'interrupted' });
  await services.jobs.resume(jobId);
  expect((await services.jobs.wait(jobId)).status).toBe('completed');
  expect(await text(jobId)).toBe(made);
});

it('a cancel keeps nothing', async () => {
  const version = await train('classification');
  const { jobId } = await inferenceBatch.run(services, {
    modelId: version.modelId,
    datasetId: version.datasetId,
  });
  meanwhile = async () => void services.jobs.cancel(jobId);
  expect(await services.jobs.wait(jobId)).toMatchObject({ status: 'cancelled', files: [] });
});

it('forecasts come as arrays with their axes, of the recordings that were asked for', async () => {
  const version = await train('forecast');
  const { jobId } = await inferenceBatch.run(services, {
    modelId: version.modelId,
    datasetId: version.datasetId,
    recordings: [1, 2],
    times: [2, 10],
  });
  const job = await services.jobs.wait(jobId);
  expect(job).toMatchObject({ status: 'completed', result: { rows: 6, samples: { first: 5, last: 11 } } });
  const { fileName, file: made } = await jobsDownload.run(services, { id: jobId });
  expect(fileName).toBe('training-forecast.npz');
  const file = await npz.open(made);
  expect(file.variables.find(({ name }) => name === 'forecast')?.dimensions.map(({ size: n }) => n)).toEqual([
    6, 3, 2, 2, 1,
  ]);
  expect([...(await file.read('recording', [0], [6]))]).toEqual([1, 1, 1, 2, 2, 2]);
  expect([...(await file.read('time', [0], [6]))]).toEqual([6, 8, 10, 6, 8, 10]);
  const model = await openModel(version.id, storage);
  const alone = await answerOf(model, { rows: [{ sample: 10 }] }, storage);
  expect([...(await file.read('forecast', [4, 0, 0, 0, 0], [1, 3, 2, 2, 1]))]).toEqual([
    ...(alone.predictions[0]?.field ?? []),
  ]);
  model.dispose();
});

it('forecasts that this device has no room for are refused before a job is made', async () => {
  const version = await train('forecast');
  const roomy = { ...services, storage: { ...storage, roomBytes: async () => 100 } };
  await expect(
    inferenceBatch.run(roomy, { modelId: version.modelId, datasetId: version.datasetId }),
  ).rejects.toMatchObject({ code: 'quota', message: expect.stringContaining('room for 100 B') });
  expect(await storage.jobs.list()).toEqual([]);
});

it('a dataset that does not fit is refused before a job is made, naming both', async () => {
  const version = await train('classification');
  const other = await storeGrid(storage, 'wednesday', { field: fieldOf(2), size, channels: ['w'] });
  const which = { modelId: version.modelId, datasetId: other.datasetId };
  await expect(inferenceBatch.run(services, which)).rejects.toMatchObject({
    code: 'badInput',
    message: 'cnn4d v1 takes the channels “u”; wednesday has “w”.',
  });
  await expect(
    inferenceBatch.run(services, { ...which, datasetId: version.datasetId, recordings: [7, 1] }),
  ).rejects.toMatchObject({ place: 'recordings', hint: expect.stringContaining('3 recordings') });
  expect(await storage.jobs.list()).toEqual([]);
});
