/**
 * U-Net with its defaults on the shapes that come with the studio: five named seeds, on WebAssembly, on images it never saw.
 * `SEEDS=1 EPOCHS=24` for less (docs/performance.md tells what was run).
 */
import '@tensorflow/tfjs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { run } from '#/app/run';
import { provideServices } from '#/app/services';
import { colouredShapes } from '#/core/samples/colouredShapes';
import { segmentation } from '#/core/tasks/segmentation';
import { type NodeStudio, openNodeStudio } from '../../../test/support/nodeStudio';
import { openNodeWasm } from './fixtures/nodeWasm';
import { runOnGrid } from './fixtures/runOnGrid';

const { SEEDS = '1,2,3,4,5', EPOCHS } = process.env;
const seeds = SEEDS.split(',').map(Number);
const goal = 0.9;

let studio: NodeStudio;
beforeAll(async () => {
  studio = await openNodeStudio(`unet-${crypto.randomUUID()}`);
  provideServices(studio.services);
});
afterAll(() => studio.close());

it('finds the shapes, median of the seeds', { timeout: 90 * 60_000 }, async () => {
  const made = await run('datasets.sample', { sampleId: colouredShapes.type });
  expect((await run('jobs.wait', { id: made.jobId })).status).toBe('completed');
  const { version } = await run('datasets.get', { id: made.datasetId });
  if (!version) throw new Error('no version');
  const wasm = await openNodeWasm();
  const reached: number[] = [];
  for (const seed of seeds) {
    const started = performance.now();
    const {
      metrics,
      events,
      version: learnt,
    } = await runOnGrid(studio.services.storage, version, wasm, {
      family: 'unet',
      task: segmentation.type,
      target: 'mask',
      features: ['image'],
      config: { seed, testSplit: 'auto', ...(EPOCHS && { epochs: Number(EPOCHS) }) },
    });
    const seconds = (performance.now() - started) / 1000;
    const epochs = events.filter(({ kind }) => kind === 'epoch').length;
    console.log(JSON.stringify({ seed, seconds, epochs, metrics, figure: learnt.figure }));
    reached.push(metrics.testIou ?? Number.NaN);
  }
  const sorted = reached.toSorted((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)];
  console.log(`unet on shapes: median IoU ${median}, worst ${sorted[0]}`);
  expect(median).toBeGreaterThanOrEqual(goal);
});
