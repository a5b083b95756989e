/** Graphs as a user goes: two tables dropped together, looked at, exported, learnt from, asked for nodes, and the file of the model. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { run } from '#/app/run';
import { provideServices } from '#/app/services';
import type { FittedGraph } from '#/core/graphs/fittedGraph';
import { type NodeStudio, openNodeStudio } from './support/nodeStudio';
import { onnxRuntimes } from './support/onnxRuntimes';

let studio: NodeStudio;
beforeAll(async () => {
  studio = await openNodeStudio(`graphs-${crypto.randomUUID()}`);
  provideServices(studio.services);
});
afterAll(() => studio.close());

async function imported(files: File[]) {
  const { jobId, datasetId, imports } = await run('datasets.import', { files, kind: 'graphs' });
  expect(imports.length).toBe(1);
  expect((await run('jobs.wait', { id: jobId })).status).toBe('completed');
  return datasetId;
}
const fixture = (name: string) =>
  new File([readFileSync(new URL(`../src/core/graphs/fixtures/${name}`, import.meta.url))], name);

it('is imported from two files, read and exported; who has how many edges is not predicted', async () => {
  const datasetId = await imported([
    new File(['name,age\nAna,20\nBo,30\nCy,40\n'], 'people.csv'),
    new File(['follower,followed\nAna,Bo\nBo,Cy\n'], 'follows.csv'),
  ]);
  const { version } = await run('datasets.get', { id: datasetId });
  const graph = await run('datasets.graph', { versionId: version?.id ?? '' });
  expect(graph.names).toEqual(['Bo', 'Ana', 'Cy']);
  expect(graph.degrees).toEqual([2, 1, 1]);
  const exported = await run('datasets.export', { datasetId, format: 'csv' });
  await run('jobs.wait', { id: exported.jobId });
  const { file } = await run('jobs.download', { id: exported.jobId });
  expect(await file.text()).toBe('name,age,degree\nAna,20,1\nBo,30,2\nCy,40,1\n');
  for (const [target, message] of [
    ['degree', '“degree” counts their edges, so there is nothing to predict.'],
    ['name', '“name” names the nodes, so there is nothing to predict.'],
  ] as const)
    await expect(run('training.submit', { datasetId, target, family: 'gcn' })).rejects.toMatchObject({
      message,
    });
  const { families } = await run('training.options', { datasetId });
  expect(families.map(({ type }) => type)).toContain('gcn');
  expect(families.map(({ type }) => type)).not.toContain('gru');
});

it('a club that fell apart is learnt from, asked for by node, predicted whole, and leaves as a file', async () => {
  const datasetId = await imported([fixture('karate.edges.csv'), fixture('karate.nodes.csv')]);
  const options = await run('training.options', { datasetId });
  expect(options.target).toBe('club');
  expect(options.families[0]?.type).toBe('gcn');
  const { jobId, modelId } = await run('training.submit', {
    datasetId,
    target: 'club',
    family: 'gcn',
    familyParams: { around: 20 },
    training: { epochs: 2, backend: 'cpu', seed: 1 },
  });
  const job = await run('jobs.wait', { id: jobId });
  expect(job.status, job.error?.message).toBe('completed');
  const [model] = (await run('models.get', { id: modelId })).versions;
  const fitted = model?.input.fitted as FittedGraph;
  expect(fitted).toMatchObject({ places: 20, hops: 2, categories: [] });
  expect(fitted.numbers.map(({ column }) => column)).toEqual(['degree']);

  const asked = await run('inference.predict', { modelId, samples: [0, 33] });
  expect(asked.labels).toEqual(['Mr. Hi', 'Officer']);
  await expect(run('inference.predict', { modelId, samples: [34] })).rejects.toMatchObject({
    message: 'There is no node 34; the graph has 34, counted from 0.',
  });
  await expect(run('inference.predict', { modelId, inputs: [[0, 1]] })).rejects.toThrow(
    /this model takes \[batch, 20, 21\]/,
  );
  const batch = await run('inference.batch', { modelId, datasetId });
  const answered = await run('jobs.wait', { id: batch.jobId });
  expect(answered.status, answered.error?.message).toBe('completed');
  const answers = await (await run('jobs.download', { id: batch.jobId })).file.text();
  expect(answers.trim().split('\n').length).toBe(35);
  expect(answers).toContain('Mr. Hi');

  const { files, report } = await run('models.export', { modelId });
  expect(report.parity).toMatchObject({ passed: true, labelsEqual: true });
  expect(report.parity?.largestDifference).toBeLessThan(1e-5);
  // Alone, whatever stands at the other places: only edges reach it.
  const nodes = new Float32Array(20).fill(5);
  const alone = { name: 'nodes', type: 'float32' as const, data: nodes, dims: [1, 20, 1] };
  const edges = { name: 'edges', type: 'float32' as const, data: new Float32Array(400), dims: [1, 20, 20] };
  const raw = Array.from({ length: 20 }, (_, i) => [
    ...new Array<number>(20).fill(0),
    i === 0 ? 5 : Number.NaN,
  ]);
  const [ours] = (await run('inference.predict', { modelId, inputs: [raw] })).predictions;
  for (const runtime of onnxRuntimes) {
    const out = await runtime.run(files[0]?.bytes as Uint8Array<ArrayBuffer>, [alone, edges]);
    const shares = Array.from((out.get('probabilities')?.data ?? []) as ArrayLike<number>);
    expect(shares.length).toBe(2);
    for (const [i, share] of shares.entries()) expect(share).toBeCloseTo(ours?.probabilities?.[i] ?? 0, 5);
  }
});
