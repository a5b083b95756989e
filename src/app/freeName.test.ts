import { expect, it } from 'vitest';
import { freeName } from './freeName';

async function found(names: readonly string[], wanted = 'a') {
  const taken = new Set(names);
  let asked = 0;
  const name = await freeName(wanted, async (candidate) => {
    asked++;
    return taken.has(candidate);
  });
  expect(taken.has(name)).toBe(false);
  return { name, asked };
}

it('counts on from the last of a name', async () => {
  expect((await found([])).name).toBe('a');
  expect((await found(['a'])).name).toBe('a 2');
  expect((await found(['a', 'a 2', 'a 3', 'a 4', 'a 5'])).name).toBe('a 6');
  expect((await found(['a 2', 'ab'])).name).toBe('a');
  expect((await found(['a', 'a 3'])).name).toBe('a 2');
});

it('asks about few of many', async () => {
  const names = ['a', ...Array.from({ length: 4_999 }, (_, i) => `a ${i + 2}`)];
  const { name, asked } = await found(names);
  expect(name).toBe('a 5001');
  expect(asked).toBeLessThan(30);
});
