import { expect, it } from 'vitest';
import { estimateMemory } from '../arch/estimateMemory';
import type { Field } from '../protocol/dataset';
import { tableMemory } from './tableMemory';

const field = (name: string, type: Field['type']): Field => ({ name, type, role: 'feature' });
const wish = {
  features: [
    { field: field('length', 'numeric') },
    {
      field: field('colour', 'categorical'),
      stats: { name: 'colour', count: 9, missing: 0, distinct: 4, distinctCapped: false },
    },
  ],
  rows: 150,
  task: { kind: 'classification', target: 'species', labels: ['a', 'b', 'c'] } as const,
  family: 'mlp',
  familyParams: {},
  training: {},
};

it('knows a network from its settings: a larger batch, an optimiser with more state, more columns hold more', () => {
  const held = (changed: Partial<typeof wish> & { training?: Record<string, unknown> }) => {
    const given = tableMemory({ ...wish, ...changed, task: { ...wish.task, labels: [...wish.task.labels] } });
    return given ? estimateMemory(given).bytes : 0;
  };
  const plain = held({});
  expect(plain).toBeGreaterThan(10_000);
  expect(held({ training: { batchSize: 128 } })).toBeGreaterThan(plain);
  expect(held({ training: { batchSize: 150 } })).toBe(held({ training: { batchSize: 100_000 } }));
  expect(held({ training: { optimizer: 'sgd' } })).toBeLessThan(plain);
  expect(held({ features: wish.features.slice(0, 1) })).toBeLessThan(plain);
});

it('says nothing while the settings are not valid', () => {
  const given = { ...wish, task: { ...wish.task, labels: [...wish.task.labels] } };
  expect(tableMemory({ ...given, training: { batchSize: 0 } })).toBeUndefined();
  expect(tableMemory({ ...given, familyParams: { hiddenLayers: [-1] } })).toBeUndefined();
});
