import { expect, it } from 'vitest';
import { shownFamilies } from './shownFamilies';

const named = (...types: string[]) =>
  types.map((type) => ({ type, title: `The ${type}`, summary: `for ${type}s` }));
const typesOf = (families: readonly { type: string }[]) => families.map(({ type }) => type).join(' ');

it('shows three, and the rest when asked', () => {
  const { cards, others, found } = shownFamilies(named('a', 'b', 'c', 'd', 'e'), 'a', '');
  expect([typesOf(cards), typesOf(others), typesOf(found)]).toEqual(['a b c', 'd e', 'd e']);
});

it('keeps the one that is chosen among those shown', () => {
  const { cards, others } = shownFamilies(named('a', 'b', 'c', 'd', 'e'), 'e', '');
  expect([typesOf(cards), typesOf(others)]).toEqual(['a b e', 'c d']);
});

it('hides none alone', () => {
  const { cards, others } = shownFamilies(named('a', 'b', 'c', 'd'), 'a', '');
  expect([typesOf(cards), typesOf(others)]).toEqual(['a b c d', '']);
});

it('finds by every word of title, summary and name', () => {
  const { found } = shownFamilies(named('a', 'b', 'c', 'dog', 'egg', 'fig'), 'a', 'FOR egg');
  expect(typesOf(found)).toBe('egg');
});
