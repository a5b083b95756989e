import { expect, it } from 'vitest';
import { families } from '#/core/families/registry';
import { TetradError } from '#/core/protocol/errors';
import { noMemory } from './noMemory';

it('an allocation that fails names the family, and what its memory grows with', () => {
  for (const { type } of families.all) {
    const family = families.get(type);
    const said = noMemory(new RangeError('Array buffer allocation failed'), family);
    expect(said).toMatchObject({ code: 'outOfMemory', place: 'family' });
    expect((said as TetradError).message).toContain(family.title);
    expect((said as TetradError).hint).toContain(family.guide.cost);
  }
  const other = new TypeError('x is undefined');
  expect(noMemory(other, families.get('knn'))).toBe(other);
  const named = new TetradError({ code: 'badInput', message: 'Too large.' });
  expect(noMemory(named, families.get('knn'))).toBe(named);
});

it('an array that is too long is one', () => {
  let thrown: unknown;
  try {
    thrown = new Float64Array(2 ** 53);
  } catch (error) {
    thrown = noMemory(error, families.get('randomForest'));
  }
  expect(thrown).toMatchObject({ code: 'outOfMemory' });
});
