/** Why these errors: the rows of a cell of the confusion matrix explained, exactly those, as each is alone. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { run } from '#/app/run';
import { provideServices } from '#/app/services';
import { type Contributions, parseAttribution } from '#/core/explain/attribution';
import { normals } from '#/core/random/random';
import { areClasses } from '#/core/tasks/classification';
import { largestPerRow } from '#/core/train/probabilities';
import { type NodeStudio, openNodeStudio } from './support/nodeStudio';

let studio: NodeStudio;
let datasetId = '';
beforeAll(async () => {
  studio = await openNodeStudio(`explainCell-${crypto.randomUUID()}`);
  provideServices(studio.services);
  const [a, b, noise] = ['a', 'b', 'noise'].map((name) => normals(3, name, 0, 300)) as Float32Array[];
  const lines = Array.from({ length: 300 }, (_, i) => {
    const [x, y] = [a?.[i] as number, b?.[i] as number];
    const of = x + (noise?.[i] as number) * 0.8 > 0 ? (y > 0 ? 'да' : 'нет') : 'никогда';
    return `${x.toFixed(4)},${y.toFixed(4)},${['Oslo', 'Lima'][i % 2]},${of}`;
  });
  const made = await run('datasets.import', {
    files: [new File([['x,y,town,of', ...lines].join('\n')], 't.csv')],
  });
  await ended(made.jobId);
  ({ datasetId } = made);
});
afterAll(() => studio.close());

async function ended(id: string) {
  const job = await run('jobs.wait', { id });
  expect(job.status, `${job.error?.message} ${job.error?.hint}`).toBe('completed');
  return job;
}

async function foundBy(input: Parameters<typeof run<'explain.run'>>[1]) {
  const { jobId } = await run('explain.run', input);
  await ended(jobId);
  const { file } = await run('jobs.download', { id: jobId });
  return parseAttribution(new Uint8Array(await file.arrayBuffer())) as Contributions;
}

it.each([
  ['mlp', 'shapleySummary', 'shapley'],
  ['boostedTrees', 'treeShapleySummary', 'treeShapley'],
] as const)('%s: exactly the rows that were taken for another class', async (family, many, one) => {
  const { jobId, runId, modelId } = await run('training.submit', {
    datasetId,
    target: 'of',
    family,
    training: { epochs: 6, seed: 1, ...(family === 'mlp' && { backend: 'cpu' as const }) },
  });
  await ended(jobId);
  const judged = await run('runs.evaluation', { runId });
  if (!areClasses(judged)) throw new Error('These are classes.');
  const told = largestPerRow(judged.probabilities, judged.labels.length);
  const cells = new Map<string, number[]>();
  for (const [place, label] of judged.truth.entries()) {
    if (label === told[place]) continue;
    const key = `${label} ${told[place]}`;
    cells.set(key, [...(cells.get(key) ?? []), judged.rows[place] as number]);
  }
  const [key, numbers] = [...cells].sort(([, x], [, y]) => y.length - x.length)[0] as [string, number[]];
  expect(numbers.length).toBeGreaterThan(1);
  const label = judged.labels[Number(key.split(' ')[1])] as string;
  const found = await foundBy({ modelId, method: many, params: { label }, sampleIndices: numbers });
  expect(found.numbers).toEqual(numbers);
  expect(found.shape).toEqual([numbers.length, 3, 2]);
  expect(found.measure).toContain(label);
  for (const [i, sample] of numbers.entries()) {
    const background = many === 'shapleySummary' ? { background: 20 } : {};
    const alone = await foundBy({
      modelId,
      method: one,
      params: { label, ...background },
      sampleIndices: [sample],
    });
    expect(alone.answers[0]).toBeCloseTo(found.answers[i] as number, 6);
    for (let column = 0; column < 3; column++)
      expect(alone.values[column * 2]).toBeCloseTo(found.values[(i * 3 + column) * 2] as number, 6);
  }
  // A card and a list of explanations of the whole model do not take it for one.
  const { markdown } = await run('models.card', { modelId });
  expect(markdown).not.toContain(found.measure);
  await expect(
    run('explain.run', { modelId, method: 'permutation', sampleIndices: numbers }),
  ).rejects.toMatchObject({
    place: 'sampleIndices',
    hint: 'Leave sampleIndices out.',
  });
  await expect(run('explain.run', { modelId, method: many, sampleIndices: [0, 300] })).rejects.toMatchObject({
    place: 'sampleIndices',
    message: 'There is no sample 300; t has 300, counted from 0.',
  });
  await expect(run('explain.run', { modelId, method: one, sampleIndices: [0, 1] })).rejects.toMatchObject({
    place: 'sampleIndices',
  });
});
