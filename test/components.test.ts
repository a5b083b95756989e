/**
 * Principal components through the commands: sensors that move together, rows that break with it found, the components as
 * they are shown, rows as few numbers, and the file.
 */
import { afterAll, expect, it } from 'vitest';
import { run } from '#/app/run';
import { provideServices } from '#/app/services';
import { normals } from '#/core/random/random';
import { openNodeWasm } from '#/engine/train/fixtures/nodeWasm';
import { type NodeStudio, openNodeStudio } from './support/nodeStudio';

let studio: NodeStudio | undefined;
afterAll(() => studio?.close());

const rows = 300;
const sensors = 6;
/** Of which every thirtieth row has one sensor that does not go along. */
const isOff = (row: number) => row % 30 === 11;

function plant(): string {
  const [heat = [], load = [], noise = [], gap = []] = ['heat', 'load', 'noise', 'gap'].map((name, i) =>
    normals(5, name, 0, i < 2 ? rows : rows * sensors),
  );
  const lines = Array.from({ length: rows }, (_, row) => [
    ...Array.from({ length: sensors }, (_, of) => {
      const said = (of % 2 ? 3 : 1) * (heat[row] as number) + (of > 2 ? 2 : 0) * (load[row] as number);
      const value = said + 0.05 * (noise[row * sensors + of] as number) + (isOff(row) && of === 1 ? 2 : 0);
      return (gap[row * sensors + of] as number) > 2.5 ? '' : (20 + 10 * value).toFixed(3);
    }),
    row % 2 ? 'east' : 'west',
  ]);
  return [`${Array.from({ length: sensors }, (_, i) => `s${i + 1}`).join(',')},hall`, ...lines].join('\n');
}

async function trained(familyParams = {}, features = ['s1', 's2', 's3', 's4', 's5', 's6']) {
  studio?.close();
  studio = await openNodeStudio(`components-${crypto.randomUUID()}`, { open: openNodeWasm });
  provideServices(studio.services);
  const made = await run('datasets.import', { files: [new File([plant()], 'plant.csv')] });
  expect((await run('jobs.wait', { id: made.jobId })).error).toBeUndefined();
  const { jobId, modelId } = await run('training.submit', {
    datasetId: made.datasetId,
    target: 'odd rows',
    features,
    family: 'pca',
    familyParams,
    training: { seed: 1, testSplit: 0.2 },
  });
  const { error } = await run('jobs.wait', { id: jobId });
  return { modelId, error };
}

it('two things move six sensors: two components, rows that break with them, the file', async () => {
  const { modelId, error } = await trained();
  expect(error).toBeUndefined();
  const found = await run('models.components', { modelId });
  expect(found).toMatchObject({ kept: 2, names: ['s1', 's2', 's3', 's4', 's5', 's6'] });
  expect(found.shares.length).toBe(6);
  expect(found.shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 6);
  expect(found.shares[2]).toBeLessThan(0.05);
  for (const weights of found.weights) expect(Math.hypot(...weights)).toBeCloseTo(1, 5);
  const usual = { s1: 30, s2: 50, s3: 30, s4: 50, s5: 30, s6: 50 };
  const asked = [usual, { ...usual, s2: 10 }, { s1: null, s2: null, s3: null, s4: null, s5: null, s6: null }];
  const { predictions } = await run('inference.predict', { modelId, rows: asked });
  const scores = predictions.map(({ value }) => Number(value));
  expect(scores[1]).toBeGreaterThan(5 * (scores[0] as number));
  const { latents } = await run('inference.encode', { modelId, samples: [0, 1, 11] });
  expect(latents.map(({ length }) => length)).toEqual([2, 2, 2]);
  const { files, report } = await run('models.export', { modelId });
  expect(report.parity).toMatchObject({ passed: true, labelsEqual: true });
  expect(report.parity?.largestDifference).toBeLessThan(1e-5);
  expect(new TextDecoder('latin1').decode(files[0]?.bytes)).toContain('latent');
});

it('more components than there are is refused; all of them, and columns that are one, are told', async () => {
  expect((await trained({ components: 7 })).error).toMatchObject({
    message: expect.stringContaining('have at most 6 components, not 7'),
    place: 'familyParams.components',
  });
  const all = await trained({ components: 6 });
  const { versions } = await run('models.get', { id: all.modelId });
  const { warnings } = await run('runs.get', { id: versions[0]?.runId ?? '' });
  expect(warnings?.join()).toContain('All 6 components are kept');
  await expect(run('models.components', { modelId: 'none' })).rejects.toMatchObject({ code: 'notFound' });
});
