import { expect, it } from 'vitest';
import { samples } from '#/core/samples/index';
import { choicesOf, filterSamples } from './sampleFilter';

it('filters by kind and task, and offers nothing that finds nothing', () => {
  expect(filterSamples(samples, {})).toEqual(samples);
  const fields = filterSamples(samples, { kind: 'spacetime4d' });
  expect(fields.length).toBeGreaterThan(0);
  for (const filter of [{}, { kind: 'tabular' }, { kind: 'spacetime4d' }])
    for (const { value, count } of choicesOf(samples, 'task', filter))
      expect(filterSamples(samples, { ...filter, task: value })).toHaveLength(count);
  for (const { value, count } of choicesOf(samples, 'kind', { task: 'regression' }))
    expect(filterSamples(samples, { kind: value, task: 'regression' })).toHaveLength(count);
});

it('a choice made does not narrow its own alternatives', () => {
  expect(choicesOf(samples, 'kind', { kind: 'tabular' })).toEqual(choicesOf(samples, 'kind', {}));
});
