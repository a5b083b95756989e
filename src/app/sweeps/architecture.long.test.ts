/** Whether aging evolution finds better networks than drawing them, on the digits, with as many trainings. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { run } from '#/app/run';
import { provideServices } from '#/app/services';
import type { SweepResult } from '#/core/protocol/sweep';
import { openNodeWasm } from '#/engine/train/fixtures/nodeWasm';
import { type NodeStudio, openNodeStudio } from '../../../test/support/nodeStudio';

let studio: NodeStudio;
beforeAll(async () => {
  studio = await openNodeStudio('architecture', { open: openNodeWasm });
  provideServices(studio.services);
});
afterAll(() => studio.close());

const bytes = Uint8Array.from(
  gunzipSync(readFileSync(new URL('../../engine/train/fixtures/digits.csv.gz', import.meta.url))),
);
const seeds = [1, 2, 3];
const trials = 30;

it('evolution beats random search on the digits, within 3,000 weights', async () => {
  const { jobId: importing, datasetId } = await run('datasets.import', {
    files: [new File([bytes], 'digits.csv')],
  });
  await run('jobs.wait', { id: importing });
  const { columns } = (await run('datasets.get', { id: datasetId })).version?.schema ?? { columns: [] };
  const search = async (method: 'evolution' | 'random', seed: number, inherit = false) => {
    const { jobId } = await run('architectures.search', {
      datasetId,
      target: columns.at(-1)?.name ?? '',
      method,
      trials,
      population: 10,
      sample: 4,
      inherit,
      seed,
      objective: 'valLoss',
      mostWeights: 3_000,
      training: { epochs: 5, batchSize: 64, earlyStopping: false, seed, replay: 'off' },
    });
    const job = await run('jobs.wait', { id: jobId });
    expect(job.error).toBeUndefined();
    const { best } = job.result as SweepResult;
    const { summary } = await run('runs.get', { id: best.runId });
    return { val: best.values[0] as number, test: summary.testAccuracy as number };
  };
  for (const seed of seeds) {
    const inherited = await search('evolution', seed, true);
    const anew = await search('evolution', seed);
    const random = await search('random', seed);
    const text = ({ val, test }: typeof random) => `${val.toFixed(4)} (test accuracy ${test.toFixed(4)})`;
    console.log(
      `seed ${seed}: evolution with inherited weights ${text(inherited)}, each anew ${text(anew)}, random ${text(random)}`,
    );
    expect(inherited.val).toBeLessThan(random.val);
    // One that inherits has learnt for longer in all: the like comparison is without.
    expect(anew.val).toBeLessThan(random.val);
  }
}, 3_000_000);
