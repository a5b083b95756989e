import { expect, it } from 'vitest';
import { readsAsStored } from './readsAsStored';

const age = { name: 'age', type: 'numeric' as const };
const city = { name: 'city', type: 'categorical' as const };

it('stored cells are taken as they are only where they mean the same to the model', () => {
  expect(readsAsStored([age, city], [city, { name: 'more', type: 'text' }, age])).toBe(true);
  expect(readsAsStored([age, city], [age])).toBe(false);
  expect(readsAsStored([age], [{ name: 'age', type: 'integer' }])).toBe(false);
  expect(readsAsStored([{ ...city, reading: { as: 'text', missing: ['-'] } }], [city])).toBe(false);
  expect(
    readsAsStored(
      [{ ...city, reading: { as: 'text', missing: ['-'] } }],
      [{ ...city, reading: { as: 'text', missing: ['-'] } }],
    ),
  ).toBe(true);
  expect(readsAsStored([], [age])).toBe(false);
});
