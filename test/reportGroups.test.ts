/** The report of a run tells the groups that are asked for, and what was found of why its model answers so. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { run } from '#/app/run';
import { provideServices } from '#/app/services';
import { normals } from '#/core/random/random';
import { type NodeStudio, openNodeStudio } from './support/nodeStudio';

let studio: NodeStudio;
beforeAll(async () => {
  studio = await openNodeStudio(`reportGroups-${crypto.randomUUID()}`);
  provideServices(studio.services);
});
afterAll(() => studio.close());

async function ended(id: string) {
  const job = await run('jobs.wait', { id });
  expect(job.status, `${job.error?.message} ${job.error?.hint}`).toBe('completed');
  return job;
}

it('groups by a column that nothing was learnt from, and the newest of each explanation', async () => {
  const [a, b] = ['a', 'b'].map((name) => normals(2, name, 0, 400)) as [Float32Array, Float32Array];
  const lines = Array.from(a, (value, i) =>
    [value.toFixed(4), b[i]?.toFixed(4), ['Осло', 'Lima'][i % 2], value > 0 ? 'yes' : 'no'].join(','),
  );
  const made = await run('datasets.import', {
    files: [new File([['a,b,town,way', ...lines].join('\n')], 't.csv')],
  });
  await ended(made.jobId);
  const { jobId, runId, modelId } = await run('training.submit', {
    datasetId: made.datasetId,
    target: 'way',
    family: 'boostedTrees',
    features: ['a', 'b'],
    training: { seed: 1 },
  });
  await ended(jobId);
  const bare = (await run('runs.report', { runId })).html;
  expect(bare).not.toContain('Fairness between groups');
  expect(bare).not.toContain('<h2>Explanations');
  for (const repeats of [1, 2])
    await ended((await run('explain.run', { modelId, method: 'permutation', params: { repeats } })).jobId);
  const { html } = await run('runs.report', { runId, groups: ['town'], label: 'yes' });
  expect(html).toContain('Groups of town');
  expect(html).toContain('Осло');
  expect(html).toMatch(/Rows that are called <strong>yes<\/strong>/);
  expect(html.match(/Permutation importance<\/h3>/g)).toHaveLength(1);
  expect(html).toMatch(/Drop in accuracy\. Accuracy 0\.9|Drop in accuracy\. Accuracy 1/);
  expect(html).not.toMatch(/undefined|NaN/);
  await expect(run('runs.report', { runId, groups: ['nothing'] })).rejects.toMatchObject({
    code: 'badInput',
    place: 'column',
  });
});
