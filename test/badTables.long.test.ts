/** A column of more categories than any learner tells apart: learnt all the same, and told; what cannot be learnt is refused by name. */
import { afterEach, expect, it } from 'vitest';
import { run } from '#/app/run';
import { provideServices } from '#/app/services';
import { openNodeWasm } from '#/engine/train/fixtures/nodeWasm';
import { type NodeStudio, openNodeStudio } from './support/nodeStudio';

const rows = 120_000;
let studio: NodeStudio | undefined;
afterEach(() => {
  studio?.close();
  studio = undefined;
});

/** 80,000 categories and two more, are of many rows and decide there. */
function table(): string {
  const lines = Array.from({ length: rows }, (_, i) => {
    const code = i % 3 === 0 ? i % 2 : i;
    const isYes = i % 3 === 0 ? code === 1 : Math.sin(i) > 0;
    return `${Math.sin(i).toFixed(3)},c${code.toString(36)}x,${isYes ? 'yes' : 'no'}`;
  });
  return ['a,code,y', ...lines].join('\n');
}

async function trained(family: string) {
  studio = await openNodeStudio(`bad-${crypto.randomUUID()}`, { open: openNodeWasm });
  provideServices(studio.services);
  const { jobId, datasetId } = await run('datasets.import', { files: [new File([table()], 'table.csv')] });
  expect((await run('jobs.wait', { id: jobId })).error).toBeUndefined();
  const asked = await run('training.submit', {
    datasetId,
    target: 'y',
    family,
    features: ['a', 'code'],
    training: { seed: 1, epochs: 20, learningRate: 0.3 },
  });
  const { error } = await run('jobs.wait', { id: asked.jobId });
  const { warnings = [], summary } = await run('runs.get', { id: asked.runId });
  return { error, warnings, accuracy: summary.testAccuracy };
}

it.each([
  ['boostedTrees', /^code has [\d,]+ different values to learn from: the 253 most frequent are told apart/],
  ['linear', /^code has at least 10,000 different values: the 63 most frequent are told apart/],
])(
  '%s learns of 80,000 categories, and tells how many it knows',
  async (family, told) => {
    const { error, warnings, accuracy } = await trained(family);
    expect(error).toBeUndefined();
    expect(warnings.join('\n')).toMatch(new RegExp(told, 'm'));
    expect(accuracy).toBeGreaterThan(family === 'linear' ? 0.8 : 0.97);
  },
  600_000,
);

it('support vectors refuse so many rows, and name what takes them', async () => {
  const { error } = await trained('supportVectors');
  expect(error?.message).toMatch(/training rows are too many/);
  expect(error?.hint).toMatch(/boosted trees/);
}, 600_000);

it('k-NN names how many rows it may keep', async () => {
  const columns = Array.from({ length: 60 }, (_, i) => `c${i}`);
  const lines = Array.from({ length: 9000 }, (_, i) =>
    [
      ...columns.map((_, j) => `v${Math.floor(64 * Math.abs(Math.sin(i * (j + 3))))}`),
      i % 3 ? 'yes' : 'no',
    ].join(),
  );
  studio = await openNodeStudio(`bad-${crypto.randomUUID()}`, { open: openNodeWasm });
  provideServices(studio.services);
  const file = new File([[[...columns, 'y'].join(), ...lines].join('\n')], 'table.csv');
  const { jobId, datasetId } = await run('datasets.import', { files: [file] });
  await run('jobs.wait', { id: jobId });
  const asked = await run('training.submit', {
    datasetId,
    target: 'y',
    family: 'knn',
    training: { seed: 1 },
  });
  const { error } = await run('jobs.wait', { id: asked.jobId });
  expect(error).toMatchObject({
    code: 'badInput',
    message: expect.stringMatching(
      /^Nearest neighbours keeps every training row: [\d,]+ rows of [\d,]+ values are more/,
    ),
    hint: expect.stringMatching(/^Choose fewer than 60 features, at most [\d,]+ training rows/),
  });
  expect(await run('runs.get', { id: asked.runId })).toMatchObject({ status: 'failed' });
}, 60_000);
