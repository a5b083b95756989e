/** 10,000 columns: what explains them does, and every other method names its limit and what to do. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { run } from '#/app/run';
import { provideServices } from '#/app/services';
import { parseAttribution } from '#/core/explain/attribution';
import { explainersFor } from '#/core/explain/explainersFor';
import { normals } from '#/core/random/random';
import { type NodeStudio, openNodeStudio } from './support/nodeStudio';

let studio: NodeStudio;
beforeAll(async () => {
  studio = await openNodeStudio(`wide-${crypto.randomUUID()}`);
  provideServices(studio.services);
});
afterAll(() => studio.close());

it('of 10,000 columns', { timeout: 1_800_000 }, async () => {
  const [width, rows] = [10_000, 50];
  const draws = Array.from({ length: rows }, (_, row) => normals(3, 'wide', row, width));
  const head = [...Array.from({ length: width }, (_, i) => `[x].[${i}]`), 'way'].join(',');
  const lines = draws.map((draw) =>
    [...draw, 0]
      .map((value) => value.toFixed(2))
      .join(',')
      .replace(/,0\.00$/, (draw[0] as number) > 0 ? ',up' : ',down'),
  );
  const made = await run('datasets.import', { files: [new File([[head, ...lines].join('\n')], 'wide.csv')] });
  expect((await run('jobs.wait', { id: made.jobId })).error).toBeUndefined();
  const { jobId, modelId } = await run('training.submit', {
    datasetId: made.datasetId,
    target: 'way',
    family: 'mlp',
    training: { epochs: 2, backend: 'cpu', seed: 1 },
  });
  expect((await run('jobs.wait', { id: jobId })).error).toBeUndefined();
  const [version] = (await run('models.get', { id: modelId })).versions;
  if (!version) throw new Error('no version');
  const few: Record<string, object> = {
    permutation: { repeats: 1 },
    dependence: { places: 2, rows: 2 },
    localEffects: { places: 3, rows: 10 },
    lime: { samples: 200 },
    smoothGrad: { samples: 2, checks: false },
    saliency: { checks: false },
    integratedGradients: { steps: 8, checks: false },
    expectedGradients: { background: 5, places: 2, checks: false },
  };
  const told: Record<string, string> = {};
  for (const explainer of explainersFor(version)) {
    const startedAt = performance.now();
    const params = few[explainer.type] ?? {};
    const asked = await run('explain.run', {
      modelId,
      method: explainer.type,
      params: explainer.params.safeParse(params).success ? { ...params } : {},
      ...(explainer.of === 'sample' && { sampleIndices: [1] }),
    });
    const job = await run('jobs.wait', { id: asked.jobId });
    const seconds = Math.round((performance.now() - startedAt) / 1000);
    told[explainer.type] = `${job.status} in ${seconds} s ${job.error?.message ?? ''}`;
    if (job.status !== 'completed') {
      expect(job.error, explainer.type).toMatchObject({
        code: 'badInput',
        message: expect.stringContaining('columns'),
      });
      expect(job.error?.hint, explainer.type).toBeTruthy();
      continue;
    }
    const { file } = await run('jobs.download', { id: asked.jobId });
    const found = parseAttribution(new Uint8Array(await file.arrayBuffer()));
    if ('names' in found && (found.form === 'importances' || found.form === 'contributions'))
      expect([found.names[0], found.names[9999]]).toEqual(['[x].[0]', '[x].[9999]']);
  }
  console.log(JSON.stringify(told, null, 1));
});
