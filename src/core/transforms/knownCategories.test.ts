import { expect, it } from 'vitest';
import type { Column } from '../protocol/dataset';
import { fitPipeline, type StepSpec } from './fitPipeline';
import { knownCategories } from './knownCategories';

const room: Column = { name: 'room', type: 'categorical', role: 'feature' };
const data = ['b', 'a', 'b', null, 'c', '10'];
const fitted = (step: StepSpec) =>
  fitPipeline([room], new Map([['room', { kind: 'string', data }]]), { steps: new Map([['room', [step]]]) });

it.each<[StepSpec, string[], boolean]>([
  [{ type: 'oneHot' }, ['10', 'a', 'b', 'c'], false],
  [{ type: 'oneHot', params: { maxCategories: 3 } }, ['10', 'b'], true],
  [{ type: 'ordinal', params: { order: ['c', 'b', 'a'] } }, ['c', 'b', 'a'], false],
  [{ type: 'labelEncode' }, ['10', 'a', 'b', 'c'], false],
])('every encoder tells what it knows: %o', (step, categories, hasOther) => {
  expect(knownCategories(fitted(step), 'room')).toEqual({ categories, hasOther });
});

it('an input without an encoder knows none', () => {
  expect(knownCategories(fitted({ type: 'oneHot' }), 'floor')).toBeUndefined();
});
