import { expect, it } from 'vitest';
import type { Column } from '#/core/protocol/dataset';
import { shownRole } from './shownRole';

const roles = (fields: [string, Column['role']][], target?: string) =>
  fields.map(([name, role]) => shownRole({ name, role, type: 'numeric' }, target));

it('the role of the target reads target, also when it is only guessed', () => {
  expect(
    roles(
      [
        ['a', 'feature'],
        ['species', 'feature'],
        ['id', 'ignored'],
      ],
      'species',
    ),
  ).toEqual(['feature', 'target', 'ignored']);
});

it('one column is the target: the chosen one before the declared one', () => {
  expect(
    roles(
      [
        ['a', 'target'],
        ['b', 'feature'],
      ],
      'b',
    ),
  ).toEqual(['feature', 'target']);
  expect(
    roles(
      [
        ['a', 'target'],
        ['b', 'feature'],
      ],
      'a',
    ),
  ).toEqual(['target', 'feature']);
});

it('other roles stay what they are', () => {
  expect(
    roles(
      [
        ['a', 'group'],
        ['b', 'target'],
      ],
      'a',
    ),
  ).toEqual(['group', 'feature']);
  expect(roles([['a', 'target']])).toEqual(['target']);
});
