/** Members that have learnt from all rows are cross-validated before they are weighed; where that cannot be, it is said. */
import { readFileSync } from 'node:fs';
import { afterAll, expect, it } from 'vitest';
import { run } from '#/app/run';
import { provideServices } from '#/app/services';
import type { EnsembleBody } from '#/core/bodies/ensemble';
import { openNodeWasm } from '#/engine/train/fixtures/nodeWasm';
import { type NodeStudio, openNodeStudio } from './support/nodeStudio';

let studio: NodeStudio | undefined;
afterAll(() => studio?.close());

it('stacks members that learnt from all rows, by folds of its own', async () => {
  studio = await openNodeStudio(`folds-${crypto.randomUUID()}`, { open: openNodeWasm });
  provideServices(studio.services);
  const { storage } = studio.services;
  const bytes = readFileSync(new URL('../src/engine/train/fixtures/iris.csv', import.meta.url));
  const imported = await run('datasets.import', { files: [new File([Uint8Array.from(bytes)], 'iris.csv')] });
  await run('jobs.wait', { id: imported.jobId });
  const { datasetId } = imported;
  const member = async (family: string, training: object) => {
    const request = { datasetId, target: 'species', family };
    const { jobId, modelId } = await run('training.submit', { ...request, training });
    expect((await run('jobs.wait', { id: jobId })).error).toBeUndefined();
    return { modelId, version: 1, jobId };
  };
  const shared = { seed: 1, testSplit: 0.2 };
  const [boosted, plain] = [
    await member('boostedTrees', { ...shared, epochs: 10, allRows: true }),
    await member('linear', { ...shared, epochs: 10 }),
  ];
  const members = [boosted, plain].map(({ modelId, version }) => ({ modelId, version }));

  const made = await run('ensembles.create', { members, method: 'stacking' });
  expect(made.foldsFirst).toHaveLength(2);
  expect((await run('jobs.wait', { id: made.jobId })).error).toBeUndefined();
  const version = (await run('models.get', { id: made.modelId })).versions[0];
  if (!version) throw new Error('no version');
  const { told } = version.body.spec as EnsembleBody;
  // All rows but those of the test, each held out once.
  expect(told.fittedOn).toEqual({ part: 'folds', rows: 120 });
  expect(told.members).toHaveLength(2);
  expect((await run('runs.get', { id: made.runId })).status).toBe('finished');

  const voting = await run('ensembles.create', { members, method: 'voting' });
  expect(voting.foldsFirst).toEqual([]);
  expect((await run('jobs.wait', { id: voting.jobId })).error).toBeUndefined();

  // What it was trained with is gone with its job.
  await storage.jobs.delete(boosted.jobId);
  await expect(run('ensembles.create', { members, method: 'greedy' })).rejects.toMatchObject({
    code: 'badInput',
    place: 'members.0',
    hint: expect.stringContaining('voting'),
  });
}, 60_000);
