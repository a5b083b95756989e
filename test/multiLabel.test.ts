/** Several labels a row as a user goes: a column of lists, chosen, learnt, judged, asked, exported, reported. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { run } from '#/app/run';
import { provideServices } from '#/app/services';
import { labelFacts } from '#/core/evaluation/labelFacts';
import { labelsIn } from '#/core/labels/labelSets';
import { uniforms } from '#/core/random/random';
import type { LabelsPredictions } from '#/core/tasks/multiLabel';
import { openNodeWasm } from '#/engine/train/fixtures/nodeWasm';
import { type NodeStudio, openNodeStudio } from './support/nodeStudio';
import { onnxRuntimes } from './support/onnxRuntimes';

let studio: NodeStudio;
beforeAll(async () => {
  studio = await openNodeStudio(`labels-${crypto.randomUUID()}`, { open: openNodeWasm });
  provideServices(studio.services);
});
afterAll(() => studio.close());

async function ended(id: string) {
  const job = await run('jobs.wait', { id });
  expect(job.status, `${job.error?.message} ${job.error?.hint}`).toBe('completed');
}

/** Three labels, each by a column of its own: all eight sets are there. */
const draws = uniforms(1, 'labels', 0, 3 * 400);
const csv = [
  'a,b,c,what',
  ...Array.from({ length: 400 }, (_, i) => {
    const xs = [draws[3 * i], draws[3 * i + 1], draws[3 * i + 2]] as number[];
    const labels = ['red', 'round', 'small'].filter((_, k) => (xs[k] as number) > 0.5);
    return `${xs.join()},${labels.length === 0 ? '[]' : labels.join(';')}`;
  }),
].join('\n');

it('reads lists in cells', () => {
  expect(labelsIn('red; round;red;')).toEqual(['red', 'round']);
  expect(labelsIn('a|b')).toEqual(['a', 'b']);
  expect(labelsIn('["x; y", "z"]')).toEqual(['x; y', 'z']);
  expect(labelsIn('[]')).toEqual([]);
  expect(labelsIn('[broken')).toEqual(['[broken']);
});

it('is offered, learnt, judged by label, asked and exported', async () => {
  const { jobId, datasetId } = await run('datasets.import', { files: [new File([csv], 'shapes.csv')] });
  await ended(jobId);
  const offered = await run('training.options', { datasetId, target: 'what' });
  expect(offered.task).toMatchObject({ type: 'multiLabel', labels: ['red', 'round', 'small'] });
  expect(offered.tasks.map(({ type }) => type)).toEqual(['multiLabel', 'classification']);
  expect(offered.families.map(({ type }) => type)).not.toContain('knn');
  const trained = await run('training.submit', {
    datasetId,
    target: 'what',
    family: 'linear',
    training: { epochs: 60, backend: 'wasm', learningRate: 0.1, seed: 1, testSplit: 0.25 },
  });
  await ended(trained.jobId);
  const { modelId, runId } = trained;
  const judged = (await run('runs.evaluation', { runId, part: 'test' })) as unknown as LabelsPredictions;
  const facts = labelFacts(judged);
  expect(facts.rows).toBe(100);
  expect(facts.subsetAccuracy).toBeGreaterThan(0.85);
  expect(facts.byLabel.map(({ label }) => label)).toEqual(['red', 'round', 'small']);
  const [version] = (await run('models.get', { id: modelId })).versions;
  const { metrics } = version ?? { metrics: {} as Record<string, number> };
  expect(metrics.testSubsetAccuracy).toBeCloseTo(facts.subsetAccuracy, 10);
  expect(metrics.testMicroF1).toBeCloseTo(facts.microF1, 10);
  const { figure } = await run('runs.get', { id: runId });
  expect(figure).toMatchObject({
    metric: 'meanAveragePrecision',
    free: { answer: 'the same for every row' },
  });
  expect(figure?.value).toBeCloseTo(metrics.testMeanAveragePrecision ?? 0, 6);
  expect(figure?.value).toBeGreaterThan(0.97);
  expect(figure?.free?.value).toBeLessThan(0.6);

  const rows = [
    { a: 0.9, b: 0.1, c: 0.9 },
    { a: 0.05, b: 0.05, c: 0.05 },
  ];
  const { predictions } = await run('inference.predict', { modelId, rows });
  expect(predictions.map(({ value }) => value)).toEqual(['red; small', '']);
  const { files, report } = await run('models.export', { modelId });
  expect(report.parity).toMatchObject({ passed: true });
  for (const runtime of onnxRuntimes) {
    const feeds = (['a', 'b', 'c'] as const).map((name) => ({
      name,
      type: 'float64' as const,
      data: Float64Array.from(rows, (row) => row[name]),
      dims: [2, 1] as [number, number],
    }));
    const out = await runtime.run(files[0]?.bytes as Uint8Array<ArrayBuffer>, feeds);
    expect([...((out.get('labels')?.data ?? []) as BigInt64Array)].map(Number)).toEqual([1, 0, 1, 0, 0, 0]);
    const shares = [...((out.get('probabilities')?.data ?? []) as Float32Array)];
    for (const [i, share] of predictions.flatMap(({ probabilities = [] }) => probabilities).entries())
      expect(shares[i]).toBeCloseTo(share, 5);
  }
  expect((await run('runs.report', { runId })).html).toMatch(/Average precision/);
});

it('says what a column of lists must have', async () => {
  const lines = Array.from({ length: 40 }, (_, i) => `${i},${i % 2 ? 'a;a' : '[]'}`);
  const file = new File([['x,y', ...lines].join('\n')], 'one.csv');
  const { jobId, datasetId } = await run('datasets.import', { files: [file] });
  await ended(jobId);
  await expect(
    run('training.submit', { datasetId, target: 'y', task: 'multiLabel', family: 'linear' }),
  ).rejects.toMatchObject({ code: 'badInput' });
});
