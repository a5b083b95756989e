/** Intervals as a user goes: of a column and of a series; chosen, learnt, judged, asked, exported, reported. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { run } from '#/app/run';
import { provideServices } from '#/app/services';
import { factsOfRows } from '#/core/evaluation/quantileFacts';
import { normals } from '#/core/random/random';
import { airline } from '#/core/samples/airline';
import type { BandPredictions } from '#/core/tasks/quantileForecast';
import type { QuantilePredictions } from '#/core/tasks/quantiles';
import { openNodeWasm } from '#/engine/train/fixtures/nodeWasm';
import { type NodeStudio, openNodeStudio } from './support/nodeStudio';
import { onnxRuntimes } from './support/onnxRuntimes';

let studio: NodeStudio;
beforeAll(async () => {
  studio = await openNodeStudio(`quantiles-${crypto.randomUUID()}`, { open: openNodeWasm });
  provideServices(studio.services);
});
afterAll(() => studio.close());

async function ended(id: string) {
  const job = await run('jobs.wait', { id });
  expect(job.status, `${job.error?.message} ${job.error?.hint}`).toBe('completed');
}

it('an interval is as wide as the values are spread there, and holds what it promises', async () => {
  const count = 3000;
  const [xs, noise] = [normals(1, 'x', 0, count), normals(2, 'noise', 0, count)];
  // Spread grows with x: 0.5 at -2, 4.5 at 2.
  const spread = (x: number) => 2.5 + Math.max(-2, Math.min(2, x));
  const lines = Array.from(xs, (x, i) => `${x},${100 + 10 * x + spread(x) * (noise[i] as number)}`);
  const file = new File([['x,y', ...lines].join('\n')], 'spread.csv');
  const { jobId, datasetId } = await run('datasets.import', { files: [file] });
  await ended(jobId);
  const offered = await run('training.options', { datasetId, target: 'y', task: 'quantiles' });
  expect(offered.tasks.map(({ type }) => type)).toEqual(['regression', 'quantiles']);
  expect(offered.families.map(({ type }) => type)).toEqual(expect.arrayContaining(['mlp', 'linear']));
  expect(offered.families.map(({ type }) => type)).not.toContain('randomForest');
  const trained = await run('training.submit', {
    datasetId,
    target: 'y',
    task: 'quantiles',
    family: 'mlp',
    familyParams: { hiddenLayers: [16], dropout: 0 },
    training: { epochs: 25, backend: 'wasm', seed: 1, batchSize: 128, learningRate: 0.02, testSplit: 0.3 },
  });
  await ended(trained.jobId);
  const { modelId, runId } = trained;
  const [version] = (await run('models.get', { id: modelId })).versions;
  expect(version?.task).toMatchObject({ levels: [0.1, 0.5, 0.9], outwards: [expect.any(Number)] });
  const judged = (await run('runs.evaluation', { runId, part: 'test' })) as unknown as QuantilePredictions;
  const facts = factsOfRows(judged);
  expect(Math.abs(facts.coverage - 0.8)).toBeLessThan(0.06);
  expect(version?.metrics.testCoverage).toBeCloseTo(facts.coverage, 10);
  const { figure } = await run('runs.get', { id: runId });
  expect(figure).toMatchObject({ metric: 'pinball', free: { answer: 'the quantiles of the training rows' } });
  expect(figure?.value).toBeLessThan(0.5 * (figure?.free?.value ?? 0));

  const rows = [{ x: -1.5 }, { x: 1.5 }];
  const { predictions } = await run('inference.predict', { modelId, rows });
  const widths = predictions.map(({ quantiles = [] }) => (quantiles[2] ?? 0) - (quantiles[0] ?? 0));
  // A normal spread s has 80 % of its values within 2.56 s.
  expect((widths[0] ?? 0) / (2.56 * 1)).toBeGreaterThan(0.6);
  expect((widths[0] ?? 0) / (2.56 * 1)).toBeLessThan(1.6);
  expect((widths[1] ?? 0) / (2.56 * 4)).toBeGreaterThan(0.75);
  expect((widths[1] ?? 0) / (2.56 * 4)).toBeLessThan(1.3);
  expect(predictions[0]?.value).toBe(predictions[0]?.quantiles?.[1]);

  const { files, report } = await run('models.export', { modelId });
  expect(report.parity).toMatchObject({ passed: true });
  for (const runtime of onnxRuntimes) {
    const x = {
      name: 'x',
      type: 'float64' as const,
      data: Float64Array.of(-1.5, 1.5),
      dims: [2, 1] as [number, number],
    };
    const out = await runtime.run(files[0]?.bytes as Uint8Array<ArrayBuffer>, [x]);
    const found = [...((out.get('quantiles')?.data ?? []) as Float64Array)];
    for (const [i, value] of predictions.flatMap(({ quantiles = [] }) => quantiles).entries())
      expect(found[i]).toBeCloseTo(value, 3);
    expect([...((out.get('value')?.data ?? []) as Float64Array)]).toEqual([found[1], found[4]]);
  }
  expect((await run('runs.report', { runId })).html).toMatch(/Calibration of the quantiles/);
});

it('a series is forecast with a band', async () => {
  const made = await run('datasets.sample', { sampleId: airline.type });
  await ended(made.jobId);
  const { datasetId } = made;
  const { tasks } = await run('training.options', { datasetId });
  expect(tasks.map(({ type }) => type)).toEqual(['forecast', 'quantileForecast']);
  const trained = await run('training.submit', {
    datasetId,
    target: 'future',
    task: 'quantileForecast',
    family: 'nbeats',
    familyParams: { units: 16 },
    training: { epochs: 12, backend: 'wasm', seed: 1, lossParams: { coverage: 0.9 } },
  });
  await ended(trained.jobId);
  const { modelId, runId } = trained;
  const judged = (await run('runs.evaluation', { runId })) as unknown as BandPredictions;
  expect(judged).toMatchObject({ levels: [0.05, 0.5, 0.95], steps: 12, period: 12 });
  expect(judged.quantiles.length).toBe(3 * judged.truth.length);
  for (let i = 0; i < judged.truth.length; i++) {
    const at = Math.floor(i / 12) * 36 + (i % 12);
    const [low = 0, middle = 0, high = 0] = [0, 1, 2].map((level) => judged.quantiles[at + 12 * level]);
    expect(low <= middle && middle <= high).toBe(true);
  }
  const [version] = (await run('models.get', { id: modelId })).versions;
  // On the part that moved its ends it holds what it promises.
  expect(version?.metrics.valCoverage).toBeGreaterThanOrEqual(0.9);
  expect(version?.figure?.free?.answer).toBe('the value 12 steps before, without an interval');
  const { predictions } = await run('inference.predict', { modelId, samples: [0] });
  expect(predictions[0]?.quantiles?.slice(12, 24)).toEqual([...(predictions[0]?.field ?? [])]);
  // The median is the sum of the last value and what the stacks answer.
  const [parted] = (await run('inference.predict', { modelId, samples: [0], parts: true })).predictions;
  expect(parted?.parts?.map(({ part }) => part)).toEqual(['last', 'trend', 'seasonality', 'rest']);
  const versionId = version?.datasetVersionId as string;
  const seen = await run('datasets.series', { versionId, series: 0, from: 0, count: 24, pieces: 24 });
  expect(parted?.parts?.[0]?.values[5]).toBeCloseTo(seen.least[0]?.[23] ?? 0, 3);
  for (const [i, value] of (predictions[0]?.field ?? []).entries())
    expect(parted?.parts?.reduce((sum, { values }) => sum + (values[i] as number), 0)).toBeCloseTo(value, 2);
  const { files, report } = await run('models.export', { modelId });
  expect(report.parity).toMatchObject({ passed: true });
  expect(files).toHaveLength(1);
  expect((await run('runs.report', { runId })).html).toMatch(/MAE of the median/);
}, 120_000);
