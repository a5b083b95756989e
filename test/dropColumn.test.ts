/** Drop-column importance through the commands: against least squares solved by its normal equations, column by column. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { run } from '#/app/run';
import { provideServices } from '#/app/services';
import { type Importances, parseAttribution } from '#/core/explain/attribution';
import { importanceRows } from '#/core/explain/summarize';
import { normals } from '#/core/random/random';
import { areNumbers } from '#/core/tasks/regression';
import { type NodeStudio, openNodeStudio } from './support/nodeStudio';

const count = 240;
const [a, b, twin, noise, wobble] = ['a', 'b', 'twin', 'noise', 'wobble'].map((name) =>
  Array.from(normals(5, name, 0, count), (value) => Number(value.toFixed(4))),
) as [number[], number[], number[], number[], number[]];
const almost = a.map((value, i) => Number((value + 0.05 * (twin[i] as number)).toFixed(4)));
const towns = ['Осло', 'Lima', '[x].[y]'];
const heights = [0, 1.5, -2];
const town = a.map((_, i) => (i * 7 + Math.floor(i / 5)) % 3);
const y = a.map(
  (value, i) =>
    2 * value + (b[i] as number) + (heights[town[i] as number] as number) + 0.3 * (wobble[i] as number),
);

let studio: NodeStudio;
let datasetId = '';
beforeAll(async () => {
  studio = await openNodeStudio(`dropColumn-${crypto.randomUUID()}`);
  provideServices(studio.services);
  const lines = y.map((value, i) =>
    [
      a[i],
      b[i],
      almost[i],
      noise[i],
      towns[town[i] as number],
      value.toFixed(6),
      value > 0 ? 'yes' : 'no',
    ].join(','),
  );
  const file = new File([['a,b,almost,noise,town,y,sign', ...lines].join('\n')], 't.csv');
  const made = await run('datasets.import', { files: [file] });
  await ended(made.jobId);
  ({ datasetId } = made);
});
afterAll(() => studio.close());

async function ended(id: string) {
  const job = await run('jobs.wait', { id });
  expect(job.status, `${job.error?.message} ${job.error?.hint}`).toBe('completed');
  return job;
}

async function trained(target: string, family: string, more: Record<string, unknown> = {}) {
  const { jobId, runId, modelId } = await run('training.submit', {
    datasetId,
    target,
    family,
    features: ['a', 'b', 'almost', 'noise', 'town'],
    training: { seed: 3, testSplit: 0, backend: 'cpu', ...more },
    ...(family === 'linear' && { familyParams: { c: 1e8 } }),
  });
  await ended(jobId);
  const [version] = (await run('models.get', { id: modelId })).versions;
  if (!version) throw new Error('no version');
  return { runId, modelId, version };
}

async function foundFor(modelId: string, params: Record<string, unknown> = {}): Promise<Importances> {
  const { jobId } = await run('explain.run', { modelId, method: 'dropColumn', params });
  await ended(jobId);
  const { file } = await run('jobs.download', { id: jobId });
  return parseAttribution(new Uint8Array(await file.arrayBuffer())) as Importances;
}

/** Of least squares with an intercept, learnt from the other rows. */
function rmseOf(columns: readonly number[][], judged: ReadonlySet<number>): number {
  const rows = y.map((_, i) => [1, ...columns.map((column) => column[i] as number)]);
  const width = columns.length + 1;
  const system = Array.from({ length: width }, () => new Float64Array(width + 1));
  for (const [i, row] of rows.entries()) {
    if (judged.has(i)) continue;
    for (let p = 0; p < width; p++) {
      const left = system[p] as Float64Array;
      for (let q = 0; q < width; q++) left[q] = (left[q] as number) + (row[p] as number) * (row[q] as number);
      left[width] = (left[width] as number) + (row[p] as number) * (y[i] as number);
    }
  }
  for (let p = 0; p < width; p++)
    for (let q = 0; q < width; q++) {
      if (p === q) continue;
      const [own, other] = [system[p] as Float64Array, system[q] as Float64Array];
      const factor = (other[p] as number) / (own[p] as number);
      for (let k = 0; k <= width; k++) other[k] = (other[k] as number) - factor * (own[k] as number);
    }
  const weights = system.map((own, p) => (own[width] as number) / (own[p] as number));
  let squares = 0;
  for (const i of judged)
    squares +=
      ((y[i] as number) - (rows[i] as number[]).reduce((sum, x, p) => sum + x * (weights[p] as number), 0)) **
      2;
  return Math.sqrt(squares / judged.size);
}

it('of least squares is what its normal equations lose without the column, one-hot columns as one', async () => {
  const { runId, modelId, version } = await trained('y', 'linear');
  const kept = await run('runs.evaluation', { runId });
  if (!areNumbers(kept)) throw new Error('These are numbers.');
  const judged = new Set(kept.rows);
  const found = await foundFor(modelId, { metric: 'rmse' });
  expect(found.names).toEqual(['a', 'b', 'almost', 'noise', 'town']);
  expect(found.measure).toBe('Rise in RMSE');
  // What was learnt anew with all columns is what the version is.
  expect(found.baseline.value).toBe(version.metrics.valRmse);
  expect(found.rows).toBe(judged.size);
  const dummies = [1, 2].map((which) => town.map((of) => Number(of === which)));
  const columns: Record<string, number[][]> = {
    a: [a],
    b: [b],
    almost: [almost],
    noise: [noise],
    town: dummies,
  };
  const whole = rmseOf(Object.values(columns).flat(), judged);
  expect(found.baseline.value).toBeCloseTo(whole, 4);
  for (const { name, mean } of importanceRows(found)) {
    const others = Object.entries(columns).flatMap(([of, values]) => (of === name ? [] : values));
    expect(mean, name).toBeCloseTo(rmseOf(others, judged) - whole, 4);
  }
  const of = Object.fromEntries(importanceRows(found).map(({ name, mean }) => [name, mean]));
  // Its twin stands in for it.
  expect(of.a).toBeLessThan(0.1 * (of.b as number));
  expect(found.notes?.join(' ')).toMatch(/almost/);
  expect((await run('runs.list', {})).length, 'trainings that are kept').toBe(1);
  expect((await run('models.get', { id: modelId })).versions).toHaveLength(1);
});

it.each(['mlp', 'boostedTrees', 'knn'])(
  '%s is learnt anew as it was; repeats have a spread',
  async (family) => {
    const { modelId, version } = await trained('sign', family, { epochs: 4 });
    const once = await foundFor(modelId, { metric: 'accuracy' });
    expect(once.baseline.value).toBe(version.metrics.valAccuracy);
    const twice = await foundFor(modelId, { metric: 'accuracy', repeats: 2, columns: 2 });
    expect(twice.shape).toEqual([2, 2]);
    for (const [i, name] of twice.names.entries())
      expect(twice.values[2 * i], name).toBe(once.values[once.names.indexOf(name)]);
    expect(twice.notes?.join(' ')).toMatch(
      /The model takes 5 columns: these are the 2 that move answers most/,
    );
  },
);

it('what cannot be learnt anew is named, with what to do; a cancel ends it', async () => {
  const { modelId, version } = await trained('sign', 'mlp', { epochs: 40, earlyStopping: false });
  const { jobId } = await run('explain.run', { modelId, method: 'dropColumn', params: { repeats: 20 } });
  await expect
    .poll(async () => (await run('jobs.get', { id: jobId })).progress, { timeout: 60_000 })
    .toBeGreaterThan(0);
  await run('jobs.cancel', { id: jobId });
  expect((await run('jobs.wait', { id: jobId })).status).toBe('cancelled');
  const one = await run('training.submit', { datasetId, target: 'y', family: 'linear', features: ['a'] });
  await ended(one.jobId);
  const refused = await run('explain.run', { modelId: one.modelId, method: 'dropColumn' });
  const job = await run('jobs.wait', { id: refused.jobId });
  expect(job.error).toMatchObject({ code: 'badInput', hint: expect.stringContaining('permutation') });
  const { storage } = studio.services;
  const made = await storage.runs.get(version.runId);
  await storage.jobs.delete(made?.jobId ?? '');
  await expect(run('explain.run', { modelId, method: 'dropColumn' })).rejects.toMatchObject({
    code: 'badInput',
    message: expect.stringContaining('no longer listed'),
  });
});
