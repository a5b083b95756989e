/** Logged samples of images and fields through two versions; and what the log does not know is refused by name. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type CommandInput, run } from '#/app/run';
import { provideServices } from '#/app/services';
import type { GridImportOptions } from '#/core/grid/gridSchema';
import { replayReport } from '#/core/inUse/replay';
import { normals } from '#/core/random/random';
import { writeNpz } from '#/formats/arrays/writeNpz';
import { makeStripes } from './support/makeStripes';
import { type NodeStudio, openNodeStudio } from './support/nodeStudio';

let studio: NodeStudio;
beforeAll(async () => {
  studio = await openNodeStudio(`replay-kinds-${crypto.randomUUID()}`);
  provideServices(studio.services);
});
afterAll(() => studio.close());

async function imported(input: CommandInput<'datasets.import'>): Promise<string> {
  const { jobId, datasetId } = await run('datasets.import', input);
  expect((await run('jobs.wait', { id: jobId })).error).toBeUndefined();
  return datasetId;
}

/** Two versions of one model. */
async function trained(input: CommandInput<'training.submit'>): Promise<string> {
  let modelId = '';
  for (const seed of [1, 2]) {
    const training = { epochs: 1, backend: 'cpu' as const, seed };
    const made = await run('training.submit', { ...input, ...(modelId !== '' && { modelId }), training });
    expect((await run('jobs.wait', { id: made.jobId })).error).toBeUndefined();
    modelId = made.modelId;
  }
  await run('monitor.keep', { modelId, on: true, withRows: true });
  return modelId;
}

async function replayed(modelId: string) {
  const { jobId } = await run('monitor.replay', { modelId, first: 1, second: 2 });
  expect((await run('jobs.wait', { id: jobId })).error).toBeUndefined();
  const { file } = await run('jobs.download', { id: jobId });
  return replayReport.parse(JSON.parse(await file.text()));
}

it('images, by the numbers of samples, of the dataset that they were of', async () => {
  const file = (name: string, seed: number) => ({ files: [new File([makeStripes(seed, 80, 80)], name)] });
  const datasetId = await imported(file('stripes.zip', 1));
  const modelId = await trained({ datasetId, target: 'label', family: 'cnn2d' });
  const other = await run('datasets.get', { id: await imported(file('others.zip', 2)) });
  const samples = Array.from({ length: 20 }, (_, i) => i);
  const ids = samples.map((sample) => `image ${sample}`);
  const datasetVersionId = other.version?.id ?? '';
  const asked = async (version: number) =>
    (await run('inference.predict', { modelId, version, samples, datasetVersionId })).predictions;
  await run('monitor.keep', { modelId, on: false });
  const [first, second] = [await asked(1), await asked(2)];
  await run('monitor.keep', { modelId, on: true });
  await run('inference.predict', { modelId, version: 1, samples, datasetVersionId, ids });
  await run('monitor.labels', { modelId, labels: ids.map((id, i) => ({ id, value: i % 2 ? '1' : '0' })) });
  const report = await replayed(modelId);
  const differ = first.filter(({ value }, i) => value !== second[i]?.value).length;
  expect(report).toMatchObject({ rows: 20, labelled: 20, differ, metric: 'accuracy' });
  const right = first.filter(({ value }, i) => String(value) === (i % 2 ? '1' : '0')).length;
  expect(report.judged?.first.share).toBeCloseTo(right / 20, 12);

  const numbers = { data: new Float32Array(12 * 12), shape: [1, 12, 12, 1] };
  await run('inference.predict', { modelId, version: 1, inputs: numbers });
  expect((await replayed(modelId)).notes).toContainEqual(
    expect.stringContaining('1 answers were kept without'),
  );
  await run('monitor.keep', { modelId, clear: true });
  await run('inference.predict', { modelId, version: 1, inputs: numbers });
  await expect(replayed(modelId)).rejects.toMatchObject({
    code: 'badInput',
    hint: expect.stringContaining('files or arrays no copy is kept'),
  });
}, 60_000);

it('forecasts of a field, by how far they lie apart', async () => {
  const options: { grid: GridImportOptions } = {
    grid: {
      mapping: {
        variables: ['wave'],
        axes: { dim0: 'sample', dim1: 'time', dim2: 'x', dim3: 'y' },
        fixed: {},
      },
      windowing: { length: 2, stride: 2, horizon: 1 },
      labels: { kind: 'future' },
    },
  };
  const values = normals(1, 'wave', 0, 60 * 4 * 4 * 3);
  const file = new File([await writeNpz({ wave: { values, shape: [60, 4, 4, 3] } })], 'waves.npz');
  const datasetId = await imported({ files: [file], options });
  const modelId = await trained({ datasetId, target: 'future', family: 'cnn3dTime' });
  const samples = [0, 3, 7, 12];
  const asked = async (version: number) =>
    (await run('inference.predict', { modelId, version, samples })).predictions.map(
      ({ field }) => field ?? [],
    );
  await run('monitor.keep', { modelId, on: false });
  const [first, second] = [await asked(1), await asked(2)];
  await run('monitor.keep', { modelId, on: true });
  await run('inference.predict', { modelId, version: 2, samples });
  const report = await replayed(modelId);
  const apart = samples.map((_, i) => {
    const [a, b] = [Array.from(first[i] ?? []), Array.from(second[i] ?? [])];
    return a.reduce((sum, value, at) => sum + Math.abs(value - (b[at] as number)), 0) / a.length;
  });
  expect(report).toMatchObject({ rows: 4, differ: 4, of: 'values' });
  expect(report.apart).toBeCloseTo(apart.reduce((sum, one) => sum + one) / 4, 6);
  expect(report).not.toHaveProperty('judged');
}, 60_000);
