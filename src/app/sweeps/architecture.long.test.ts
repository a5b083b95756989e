/** Whether aging evolution finds better networks than drawing them, on the digits, with as many trainings. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { run } from '#/app/run';
import { provideServices } from '#/app/services';
import type { SweepResult } from '#/core/protocol/sweep';
import { drawDigits } from '#/core/samples/make/drawDigits';
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

it('searches networks of images, within a latency that is measured', async () => {
  const { jobId: importing, datasetId } = await run('datasets.import', {
    files: [new File([drawDigits(120)], 'drawn.zip')],
  });
  await run('jobs.wait', { id: importing });
  const search = async (mostLatencyMs: number) => {
    const { jobId, runId } = await run('architectures.search', {
      datasetId,
      target: 'label',
      trials: 5,
      population: 3,
      sample: 2,
      seed: 1,
      mostWeights: 3_000,
      mostLatencyMs,
      training: { epochs: 1, batchSize: 32, earlyStopping: false, backend: 'wasm' },
    });
    const job = await run('jobs.wait', { id: jobId });
    const parts = await studio.services.storage.runs.list({ parentId: runId });
    return { job, parts };
  };
  const generous = await search(10_000);
  expect(generous.job.error).toBeUndefined();
  const networks = generous.parts.map(({ trial }) => String(trial?.params.network));
  expect(new Set(networks).size).toBe(5);
  expect(networks.every((network) => /^[a-z]\d+k/.test(network))).toBe(true);
  for (const { trial, summary } of generous.parts) {
    expect(trial?.params.weights as number).toBeLessThanOrEqual(3_000);
    expect(summary.latencyMs).toBeGreaterThan(0);
  }
  const strict = await search(1e-6);
  expect(strict.parts.length).toBeGreaterThan(0);
  for (const { trial } of strict.parts)
    expect(trial?.pruned?.why).toMatch(/^An answer takes .* ms, and may take/);
  expect(strict.job.error?.message).toBeDefined();
}, 600_000);
