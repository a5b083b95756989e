/** A version made wider and deeper answers the same, and is trained further from there. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { run } from '#/app/run';
import { provideServices } from '#/app/services';
import { type NodeStudio, openNodeStudio } from './support/nodeStudio';

let studio: NodeStudio;
beforeAll(async () => {
  studio = await openNodeStudio(`grow-${crypto.randomUUID()}`);
  provideServices(studio.services);
});
afterAll(() => studio.close());

it('answers the same by a larger network, which goes on', { timeout: 240_000 }, async () => {
  const csv = readFileSync(new URL('../public/samples/iris.csv', import.meta.url));
  const { jobId, datasetId } = await run('datasets.import', { files: [new File([csv], 'iris.csv')] });
  await run('jobs.wait', { id: jobId });
  const training = { epochs: 5, backend: 'cpu', seed: 1 } as const;
  const familyParams = { hiddenLayers: [6, 5], normalization: 'batchNorm' };
  const trained = await run('training.submit', {
    datasetId,
    target: 'species',
    family: 'mlp',
    familyParams,
    training,
  });
  expect((await run('jobs.wait', { id: trained.jobId })).error).toBeUndefined();
  const { modelId } = trained;
  const [first] = (await run('models.get', { id: modelId })).versions;
  const wider = await run('models.grow', {
    versionId: first?.id ?? '',
    change: { wider: 'dense1', units: 20 },
  });
  const deeper = await run('models.grow', {
    versionId: wider.versionId,
    change: { insertAfter: 'activation1' },
  });
  expect([wider.number, deeper.number]).toEqual([2, 3]);
  const sampleRows = first?.sampleRows ?? [];
  const answers = async (version: number) =>
    (await run('inference.predict', { modelId, version, rows: sampleRows })).predictions.flatMap(
      ({ probabilities = [] }) => probabilities,
    );
  const before = await answers(1);
  for (const version of [2, 3])
    for (const [i, share] of (await answers(version)).entries())
      expect(Math.abs(share - (before[i] as number))).toBeLessThan(1e-5);
  const further = await run('training.goOn', {
    modelVersionId: deeper.versionId,
    training: { epochs: 2, learningRate: 0.001 },
  });
  expect((await run('jobs.wait', { id: further.jobId })).error).toBeUndefined();
  const made = (await run('models.get', { id: modelId })).versions.find(({ number }) => number === 4);
  expect(made?.goneOn?.from).toBe(deeper.versionId);
  expect(JSON.stringify(made?.body.spec)).toContain('activation1_deeper');
  const { report } = await run('models.export', { modelId, version: 4 });
  expect(report.parity).toMatchObject({ passed: true });
});
