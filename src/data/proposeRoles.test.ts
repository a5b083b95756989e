import 'fake-indexeddb/auto';
import { expect, test } from 'vitest';
import { ColumnProfile, profileLimits } from '#/core/stats/columnProfile';
import type { ColumnValues } from '#/core/table/column';
import { inferColumns } from './describeColumns';
import { proposeRoles } from './proposeRoles';

function rolesOf(table: Record<string, string[]>): { roles: string[]; issues: number } {
  const names = Object.keys(table);
  const profiles = names.map((name) => {
    const cells = table[name] ?? [];
    const dictionary = [...new Set(cells)];
    const codes = Int32Array.from(cells, (cell) => dictionary.indexOf(cell));
    const profile = new ColumnProfile(profileLimits(names.length));
    profile.add({ physical: 'dict', dictionary, codes } satisfies ColumnValues);
    return profile;
  });
  const { columns, issues } = proposeRoles(inferColumns(names, profiles), profiles);
  return { roles: columns.map(({ role }) => role), issues: issues.length };
}

const hours = Array.from({ length: 48 }, (_, i) => new Date(Date.UTC(2023, 0, 1, i)).toISOString());
const parts = hours.map((_, i) => (i % 4 === 0 ? 'Test' : 'train'));

test('rows that follow each other in time, and a column of parts, are told', () => {
  expect(rolesOf({ when: hours, part: parts })).toEqual({ roles: ['time', 'split'], issues: 2 });
  expect(rolesOf({ when: hours.toReversed() })).toEqual({ roles: ['time'], issues: 1 });
});

test('nothing is proposed where it is not clear', () => {
  const mixed = hours.map((_, i) => hours[(i * 5) % 48] ?? '');
  expect(rolesOf({ when: mixed })).toEqual({ roles: ['feature'], issues: 0 });
  // One step back in 48 is no chance: it is said, nothing more.
  const late = [...hours.slice(1, 30), hours[0] ?? '', ...hours.slice(30)];
  expect(rolesOf({ when: late })).toEqual({ roles: ['feature'], issues: 1 });
  expect(rolesOf({ when: hours, again: hours }).roles).toEqual(['feature', 'feature']);
  expect(rolesOf({ part: parts.map((part) => (part === 'train' ? 'first' : part)) }).roles).toEqual([
    'feature',
  ]);
  expect(rolesOf({ part: parts.map((part) => (part === 'train' ? 'train' : 'bus')) }).roles).toEqual([
    'feature',
  ]);
});
