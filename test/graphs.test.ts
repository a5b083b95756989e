/** A graph as a user goes: two tables dropped together, looked at and exported; and told plainly that nothing learns from it. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { run } from '#/app/run';
import { provideServices } from '#/app/services';
import { type NodeStudio, openNodeStudio } from './support/nodeStudio';

let studio: NodeStudio;
beforeAll(async () => {
  studio = await openNodeStudio(`graphs-${crypto.randomUUID()}`);
  provideServices(studio.services);
});
afterAll(() => studio.close());

it('is imported from two files, read, exported, and not trained on', async () => {
  const files = [
    new File(['name,age\nAna,20\nBo,30\nCy,40\n'], 'people.csv'),
    new File(['follower,followed\nAna,Bo\nBo,Cy\n'], 'follows.csv'),
  ];
  const { jobId, datasetId, imports } = await run('datasets.import', { files, kind: 'graphs' });
  expect(imports.length).toBe(1);
  expect((await run('jobs.wait', { id: jobId })).status).toBe('completed');
  const { version } = await run('datasets.get', { id: datasetId });
  const graph = await run('datasets.graph', { versionId: version?.id ?? '' });
  expect(graph.names).toEqual(['Bo', 'Ana', 'Cy']);
  expect(graph.degrees).toEqual([2, 1, 1]);
  const exported = await run('datasets.export', { datasetId, format: 'csv' });
  await run('jobs.wait', { id: exported.jobId });
  const { file } = await run('jobs.download', { id: exported.jobId });
  expect(await file.text()).toBe('name,age,degree\nAna,20,1\nBo,30,2\nCy,40,1\n');
  await expect(run('training.options', { datasetId })).rejects.toMatchObject({
    code: 'unsupported',
    message: 'No family learns from graphs yet.',
    place: 'dataset',
  });
  await expect(run('training.submit', { datasetId, target: 'age', family: 'linear' })).rejects.toMatchObject({
    message: 'No family learns from graphs yet.',
  });
});
