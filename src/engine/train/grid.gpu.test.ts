/** A cnn4d, its forecast and that of the transformer train the same on WebGPU and WASM as on the CPU. */
import { beforeAll, expect, it } from 'vitest';
import { missingMark } from '#/core/grid/fittedGrid';
import type { TaskSpec } from '#/core/protocol/train';
import { openBackend } from '../backends/openBackend';
import { collect } from './fixtures/collect';
import { gridSpec } from './fixtures/gridSpec';
import type { TrainSpec } from './trainSpec';

function specOf(task: TaskSpec, gaps: boolean, family = 'cnn4d'): TrainSpec {
  const spec = gridSpec({
    task,
    shape: [4, 4, 3, 2, 2],
    rows: 8,
    family,
    // Patches that do not fill the space.
    familyParams: family === 'cnn4d' ? { filters: [3, 4] } : { width: 4, spacePatch: 2 },
    config: { batchSize: 4, learningRate: 0.01 },
  });
  if (!gaps) return spec;
  // Every seventh value missing, everywhere.
  const features = spec.train.features.map((value, i) => (i % 7 === 0 ? missingMark : value));
  const given = { features, present: 6 / 7 };
  return { ...spec, train: { ...spec.train, ...given }, val: { ...spec.val, ...given } };
}

const forecast: TaskSpec = { type: 'forecast', target: 'future', horizon: 1, channels: ['u', 'v'] };
const cases: [name: string, task: TaskSpec, gaps: boolean, family?: string][] = [
  ['classes', { type: 'classification', target: 'c', labels: ['a', 'b', 'c'] }, false],
  ['forecast', forecast, false],
  ['forecast with missing values', forecast, true],
  ['forecast of the transformer', forecast, false, 'spaceTimeTransformer'],
];
const expected = new Map<string, number[]>();
beforeAll(async () => {
  const cpu = await openBackend('cpu', false);
  for (const [name, ...of] of cases) expected.set(name, (await collect(specOf(...of), cpu)).losses);
});

it.each(['wasm', 'webgpu'] as const)('%s', async (backendName) => {
  const backend = await openBackend(backendName, false);
  for (const [name, ...of] of cases) {
    const { losses, error, outcome } = await collect(specOf(...of), backend);
    expect(error).toBeUndefined();
    expect(losses).toHaveLength(4);
    losses.forEach((loss, i) => expect(loss, name).toBeCloseTo(expected.get(name)?.[i] ?? Number.NaN, 3));
    if (of[0].type === 'forecast') expect(outcome?.leads?.[0]?.[0]?.lead).toBe(1);
  }
  backend.close();
});
