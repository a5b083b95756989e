/** Transformers with their defaults on samples that come with the studio: five named seeds, on WebAssembly. */
import '@tensorflow/tfjs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { run } from '#/app/run';
import { provideServices } from '#/app/services';
import { families } from '#/core/families/registry';
import { activity } from '#/core/samples/activity';
import { airline } from '#/core/samples/airline';
import { authors } from '#/core/samples/authors';
import { drawnDigits } from '#/core/samples/drawnDigits';
import type { TaskType } from '#/core/protocol/train';
import { type NodeStudio, openNodeStudio } from '../../../test/support/nodeStudio';
import { openNodeWasm } from './fixtures/nodeWasm';
import { runOnGrid } from './fixtures/runOnGrid';

const seeds = [1, 2, 3, 7, 42];

let studio: NodeStudio;
beforeAll(async () => {
  studio = await openNodeStudio(`transformers-${crypto.randomUUID()}`);
  provideServices(studio.services);
});
afterAll(() => studio.close());

const cases = [
  { sample: activity, family: 'transformer', metric: 'Accuracy', median: 0.9 },
  { sample: airline, family: 'transformer', metric: 'Skill', median: 0.5 },
  { sample: drawnDigits, family: 'vit', metric: 'Accuracy', median: 0.9 },
  { sample: authors, family: 'textTransformer', metric: 'Accuracy', median: 0.6 },
];

it.each(cases)(
  '$family on $sample.name',
  async ({ sample, family, metric, median }) => {
    const made = await run('datasets.sample', { sampleId: sample.type });
    expect((await run('jobs.wait', { id: made.jobId })).status).toBe('completed');
    const { version } = await run('datasets.get', { id: made.datasetId });
    if (!version) throw new Error('no version');
    const options = await run('training.options', { datasetId: made.datasetId });
    const { target, task } = options;
    const wasm = await openNodeWasm();
    const reached: number[] = [];
    for (const seed of seeds) {
      const started = performance.now();
      const { metrics, events } = await runOnGrid(studio.services.storage, version, wasm, {
        family,
        task: task?.type as TaskType,
        target: target ?? '',
        features: version.schema.columns.filter(({ name }) => name !== target).map(({ name }) => name),
        familyParams: families.get(family).params.parse({}) as Record<string, unknown>,
        config: { seed, testSplit: 'auto' },
      });
      const seconds = (performance.now() - started) / 1000;
      const epochs = events.filter(({ kind }) => kind === 'epoch').length;
      console.log(JSON.stringify({ family, sample: sample.type, seed, seconds, epochs, metrics }));
      reached.push(metrics[`test${metric}`] ?? metrics[`val${metric}`] ?? Number.NaN);
    }
    const sorted = reached.toSorted((a, b) => a - b);
    console.log(`${family} on ${sample.type}: median ${sorted[2]}, worst ${sorted[0]}`);
    expect(sorted[2]).toBeGreaterThan(median);
  },
  30 * 60_000,
);
