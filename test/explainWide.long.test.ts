/** 10,000 columns: what explains them does, and every other method names its limit and what to do. WASM in Node. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { run } from '#/app/run';
import { provideServices } from '#/app/services';
import { type Attribution, parseAttribution } from '#/core/explain/attribution';
import { explainersFor } from '#/core/explain/explainersFor';
import { normals } from '#/core/random/random';
import { openNodeWasm } from '#/engine/train/fixtures/nodeWasm';
import { type NodeStudio, openNodeStudio } from './support/nodeStudio';

let studio: NodeStudio;
beforeAll(async () => {
  studio = await openNodeStudio(`wide-${crypto.randomUUID()}`, { open: openNodeWasm });
  provideServices(studio.services);
});
afterAll(() => studio.close());

/** With the target as many as a table may have. */
const [width, rows] = [9_999, 100];
/** Asked for less, as the page offers, where a method would take long. */
const few: Record<string, object> = {
  permutation: { repeats: 1 },
  dropColumn: { columns: 2 },
  dependence: { places: 4, rows: 20, columns: 10 },
  localEffects: { places: 4, rows: 50, columns: 10 },
  jointEffects: { rows: 100, places: 3 },
  smoothGrad: { checks: false },
  saliency: { checks: false },
  integratedGradients: { checks: false },
  expectedGradients: { checks: false },
};

it.each(['mlp', 'linear'])('%s: of 9,999 columns and a target', { timeout: 1_800_000 }, async (family) => {
  const draws = Array.from({ length: rows }, (_, row) => normals(3, 'wide', row, width));
  const head = [...Array.from({ length: width }, (_, i) => `[x].[${i}]`), 'way'].join(',');
  const lines = draws.map((draw) => {
    const [a = 0] = draw;
    return `${Array.from(draw, (value, i) => (i === 7 ? 4 * a : value).toFixed(2)).join(',')},${a > 0 ? 'up' : 'down'}`;
  });
  const made = await run('datasets.import', { files: [new File([[head, ...lines].join('\n')], 'wide.csv')] });
  expect((await run('jobs.wait', { id: made.jobId })).error).toBeUndefined();
  const { jobId, modelId } = await run('training.submit', {
    datasetId: made.datasetId,
    target: 'way',
    family,
    training: { epochs: 3, seed: 1, ...(family === 'mlp' && { backend: 'wasm' as const }) },
  });
  expect((await run('jobs.wait', { id: jobId })).error).toBeUndefined();
  const [version] = (await run('models.get', { id: modelId })).versions;
  if (!version) throw new Error('no version');
  const told: Record<string, string> = {};
  for (const explainer of explainersFor(version)) {
    const startedAt = performance.now();
    const asked = await run('explain.run', {
      modelId,
      method: explainer.type,
      params: { ...few[explainer.type] },
      ...(explainer.of === 'sample' && { sampleIndices: [1] }),
    });
    const job = await run('jobs.wait', { id: asked.jobId });
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    told[explainer.type] = `${job.status} in ${seconds} s ${job.error?.message ?? ''}`;
    console.log(family, explainer.type, told[explainer.type]);
    if (job.status !== 'completed') {
      expect(job.error, explainer.type).toMatchObject({
        code: 'badInput',
        message: expect.stringMatching(/9999 columns|20,000 weights/),
      });
      expect(job.error?.hint, explainer.type).toBeTruthy();
      continue;
    }
    const { file } = await run('jobs.download', { id: asked.jobId });
    const found: Attribution = parseAttribution(new Uint8Array(await file.arrayBuffer()));
    if (found.form === 'curves') {
      expect(found.columns, explainer.type).toHaveLength(10);
      expect(found.notes?.[0]).toMatch(
        /^The model takes 9999 columns: these are the 10 that move answers most/,
      );
    } else if (found.form === 'importances' && explainer.type === 'dropColumn')
      expect(found.names).toHaveLength(2);
    else if (found.form === 'importances' || found.form === 'contributions')
      expect([found.names[0], found.names[9998]]).toEqual(['[x].[0]', '[x].[9998]']);
  }
  expect(told.permutation).toMatch(/^completed/);
  expect(told.shapley).toMatch(/^failed/);
  expect(told.lime).toMatch(/^failed/);
});
