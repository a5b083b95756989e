import { expect, it } from 'vitest';
import { estimateMemory } from '../arch/estimateMemory';
import type { Column, DatasetKind } from '../protocol/dataset';
import { formMemory } from './formMemory';

const field = (name: string, type: Column['type']): Column => ({ name, type, role: 'feature' });
const request = {
  features: [
    { column: field('length', 'numeric'), standard: true },
    {
      column: field('colour', 'categorical'),
      standard: true,
      stats: { name: 'colour', count: 9, missing: 0, distinct: 4, distinctCapped: false },
    },
  ],
  rows: 150,
  schema: { kind: 'tabular' as DatasetKind, data: undefined as unknown },
  task: { type: 'classification', target: 'species', labels: ['a', 'b', 'c'] } as const,
  family: 'mlp',
  familyParams: {},
  training: {},
};

it('knows a network from its settings: a larger batch, an optimiser with more state, more columns hold more', () => {
  const held = (changed: Partial<typeof request> & { training?: Record<string, unknown> }) => {
    const given = formMemory({
      ...request,
      ...changed,
      task: { ...request.task, labels: [...request.task.labels] },
    });
    return given ? estimateMemory(given).bytes : 0;
  };
  const plain = held({});
  expect(plain).toBeGreaterThan(10_000);
  expect(held({ training: { batchSize: 128 } })).toBeGreaterThan(plain);
  expect(held({ training: { batchSize: 150 } })).toBe(held({ training: { batchSize: 100_000 } }));
  expect(held({ training: { optimizer: 'sgd' } })).toBeLessThan(plain);
  expect(held({ features: request.features.slice(0, 1) })).toBeLessThan(plain);
});

it('says nothing while the settings are not valid', () => {
  const given = { ...request, task: { ...request.task, labels: [...request.task.labels] } };
  expect(formMemory({ ...given, training: { batchSize: 0 } })).toBeUndefined();
  expect(formMemory({ ...given, familyParams: { hiddenLayers: [-1] } })).toBeUndefined();
});

it('holds every time of a field once, of every place where a patch begins', () => {
  const axis = (size: number) => ({ size });
  const grid = {
    recordings: 3,
    axes: { time: axis(100), x: axis(16), y: axis(16), z: axis(8) },
    windowing: { length: 10, stride: 1, horizon: 1 },
  };
  const fieldWish = {
    ...request,
    features: [
      { column: field('u', 'numeric'), standard: true },
      { column: field('v', 'numeric'), standard: true },
    ],
    rows: 270,
    task: { type: 'forecast' as const, target: 'future', horizon: 1, channels: ['u', 'v'] },
    family: 'cnn4d',
    schema: { kind: 'spacetime4d' as const, data: grid },
  };
  const frame = 16 * 16 * 8 * 2;
  expect(formMemory(fieldWish)).toMatchObject({ rowValues: 11 * frame, dataValues: 300 * frame, rows: 270 });
  const patch = { size: [8, 8, 8], stride: [4, 4, 8] } as const;
  const patched = {
    ...grid,
    windowing: { ...grid.windowing, patch: { size: [...patch.size], stride: [...patch.stride] } },
  };
  const held = formMemory({
    ...fieldWish,
    rows: 2430,
    schema: { kind: 'spacetime4d' as const, data: patched },
  });
  expect(held).toMatchObject({ rowValues: 11 * 1024, dataValues: 300 * 9 * 1024 });
  expect(formMemory({ ...fieldWish, family: 'mlp' })).toBeUndefined();
});
