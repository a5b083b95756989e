/** Shapley values of trees through a whole studio: of raw columns, in the unit of the answer. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ExplainJobResult } from '#/app/jobs/explainJob';
import { run } from '#/app/run';
import { provideServices } from '#/app/services';
import { type Contributions, parseAttribution } from '#/core/explain/attribution';
import { type NodeStudio, openNodeStudio } from './support/nodeStudio';

let studio: NodeStudio;
let datasetId = '';
beforeAll(async () => {
  studio = await openNodeStudio(`treeShapley-${crypto.randomUUID()}`);
  provideServices(studio.services);
  const lines = Array.from({ length: 240 }, (_, i) => {
    const [age, city] = [20 + (i % 50), ['Рим', 'Oslo', 'Lima'][i % 3]];
    return `${age},${city},${i % 7 === 0 ? '' : (i * 31) % 17},${2 * age + (city === 'Oslo' ? 30 : 0)},${age > 40 === (city === 'Oslo') ? 'yes' : 'no'}`;
  });
  const file = new File([['age,город,other,cost,bought', ...lines].join('\n')], 'people.csv');
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

it.each([
  { family: 'boostedTrees', target: 'cost', measure: 'cost' },
  { family: 'boostedTrees', target: 'bought', measure: 'Log-odds of yes' },
  { family: 'randomForest', target: 'bought', measure: 'Probability of yes' },
])('$family, $target', async ({ family, target, measure }) => {
  const features = ['age', 'город', 'other'];
  const training = { seed: 1, ...(family === 'boostedTrees' && { epochs: 20 }) };
  const { jobId, modelId } = await run('training.submit', { datasetId, target, features, family, training });
  await ended(jobId);
  const explained = await run('explain.run', { modelId, method: 'treeShapleySummary', params: { rows: 20 } });
  await ended(explained.jobId);
  const { file } = await run('jobs.download', { id: explained.jobId });
  const found = parseAttribution(new Uint8Array(await file.arrayBuffer())) as Contributions;
  expect(found.measure).toBe(measure);
  // One-hot values of the city are told as the city.
  expect(found.names).toEqual(features);
  expect(found.exact).toBe(true);
  const one = await run('explain.run', { modelId, method: 'treeShapley', sampleIndices: [5] });
  const result = (await ended(one.jobId)).result as ExplainJobResult & { attributions: { mean: number }[] };
  const sum = result.attributions.reduce((total, { mean }) => total + mean, result.baseValue);
  const rows = [{ age: 25, город: 'Lima', other: (5 * 31) % 17 }];
  const { predictions } = await run('inference.predict', { modelId, rows });
  const [{ value, probabilities } = { value: 0 }] = predictions;
  const share = Math.max(...(probabilities ?? [0]));
  const expected =
    target === 'cost' ? Number(value) : family === 'randomForest' ? share : Math.log(share / (1 - share));
  expect(Math.abs(sum - expected)).toBeLessThan(1e-4 * Math.max(1, Math.abs(expected)));
});
