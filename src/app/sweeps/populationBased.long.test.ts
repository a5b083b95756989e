/** Population based training through the studio: weights go on, what is refused, and what it finds on the digits beside random search of as many epochs. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { run } from '#/app/run';
import { provideServices } from '#/app/services';
import type { SweepResult } from '#/core/protocol/sweep';
import { openNodeWasm } from '#/engine/train/fixtures/nodeWasm';
import { type NodeStudio, openNodeStudio } from '../../../test/support/nodeStudio';

const digits = readFileSync(new URL('../../engine/train/fixtures/digits.csv.gz', import.meta.url));

let studio: NodeStudio;
beforeAll(async () => {
  studio = await openNodeStudio('population', { open: openNodeWasm });
  provideServices(studio.services);
});
afterAll(() => studio.close());

async function importDigits(name: string): Promise<{ datasetId: string; target: string }> {
  const { jobId, datasetId } = await run('datasets.import', {
    files: [new File([Uint8Array.from(gunzipSync(digits))], name)],
  });
  expect((await run('jobs.wait', { id: jobId })).error).toBeUndefined();
  const { columns } = (await run('datasets.get', { id: datasetId })).version?.schema ?? { columns: [] };
  return { datasetId, target: columns.at(-1)?.name ?? '' };
}

const space = {
  learningRate: { type: 'log' as const, min: 1e-4, max: 0.1 },
  dropout: { type: 'continuous' as const, min: 0, max: 0.6 },
};

it.each([1, 2, 3, 4, 5])(
  'beside random search of as many epochs, on the digits, seed %i',
  async (seed) => {
    const data = await importDigits(`digits${seed}.csv`);
    const search = async (method: string, trials: number, epochs: number) => {
      const { jobId, runId } = await run('sweeps.submit', {
        ...data,
        family: 'mlp',
        familyParams: { hiddenLayers: [32] },
        space,
        method,
        trials,
        ...(method === 'population' && { population: 6 }),
        seed,
        training: { epochs, batchSize: 64, earlyStopping: false, seed },
      });
      const job = await run('jobs.wait', { id: jobId });
      expect(job.error).toBeUndefined();
      const { best } = job.result as SweepResult;
      const parts = await studio.services.storage.runs.list({ parentId: runId });
      const { summary } = await run('runs.get', { id: best.runId });
      return { val: best.values[0] as number, test: summary.testAccuracy as number, parts };
    };
    const [random, population] = [await search('random', 6, 30), await search('population', 36, 5)];
    console.log(
      `seed ${seed}: random ${random.val.toFixed(4)} (test ${random.test.toFixed(4)}), population ${population.val.toFixed(4)} (test ${population.test.toFixed(4)}), 180 epochs each`,
    );
    const copied = population.parts.filter(
      ({ trial }) => trial?.from !== undefined && trial.from !== trial.number - 6,
    );
    expect(copied.length).toBeGreaterThan(0);
    // It goes on: after five epochs no later trial is where a first one was.
    const valOf = (from: number, to: number) =>
      population.parts
        .filter(({ trial }) => trial && trial.number >= from && trial.number < to)
        .map(({ summary }) => summary.valAccuracy as number)
        .sort((a, b) => a - b);
    expect(valOf(30, 36)[0]).toBeGreaterThan(valOf(0, 6)[0] as number);
  },
  900_000,
);

it('refuses what has no weights, what changes the network, and a population larger than the trials', async () => {
  const data = await importDigits('refused.csv');
  const submit = (more: object) =>
    run('sweeps.submit', { ...data, family: 'mlp', space, method: 'population', trials: 12, ...more });
  await expect(
    submit({ space: { ...space, hiddenLayers: { type: 'categorical', values: [[64, 32], [8]] } } }),
  ).rejects.toMatchObject({ code: 'badInput', place: 'space.mlp.hiddenLayers' });
  await expect(submit({ population: 13 })).rejects.toMatchObject({ place: 'population' });
  await expect(submit({ method: 'random', population: 4 })).rejects.toMatchObject({ place: 'population' });
  await expect(
    submit({ family: 'boostedTrees', space: { learningRate: { type: 'log', min: 0.01, max: 1 } } }),
  ).rejects.toMatchObject({ place: 'method' });
});
