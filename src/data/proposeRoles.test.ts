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

const rows = <T>(cell: (i: number) => T): T[] => Array.from({ length: 60 }, (_, i) => cell(i));

test('rows of the same ones stay together', () => {
  const x = rows((i) => `${i}.5`);
  expect(rolesOf({ patient_id: rows((i) => `P${i % 12}`), x })).toEqual({
    roles: ['group', 'feature'],
    issues: 1,
  });
  expect(rolesOf({ Subject: rows((i) => String(i % 12)), x }).roles).toEqual(['group', 'feature']);
  // Each once, and names that mean other things.
  expect(rolesOf({ patient_id: rows((i) => `P${i}`), x }).issues).toBe(0);
  expect(rolesOf({ store: rows((i) => `S${i % 12}`), x }).issues).toBe(0);
  // The parts are said: they decide.
  const part = rows((i) => (i % 4 ? 'train' : 'test'));
  expect(rolesOf({ subject: rows((i) => `P${i % 12}`), part }).roles).toEqual(['feature', 'split']);
});

test('years one after the other, and several rows a day, follow each other', () => {
  const [x, y] = [rows((i) => `${(i * 7) % 11}.5`), rows((i) => `${(i * 3) % 13}.25`)];
  expect(rolesOf({ year: rows((i) => String(1960 + i)), x, y }).roles).toEqual([
    'time',
    'feature',
    'feature',
  ]);
  expect(rolesOf({ year: rows((i) => String(1960 + ((i * 7) % 60))), x, y }).issues).toBe(0);
  expect(rolesOf({ year: rows((i) => String(1960 + i)), y }).issues).toBe(0);
  const day = rows((i) => `2024-01-${String(1 + Math.floor(i / 3)).padStart(2, '0')}`);
  expect(rolesOf({ day, x }).roles).toEqual(['time', 'feature']);
});

test('how the rows were divided before is no feature', () => {
  const x = rows((i) => `${i}.5`);
  expect(rolesOf({ fold: rows((i) => String(i % 5)), x })).toEqual({
    roles: ['ignored', 'feature'],
    issues: 1,
  });
  expect(rolesOf({ is_test: rows((i) => (i % 5 ? 'false' : 'true')), x }).roles).toEqual([
    'ignored',
    'feature',
  ]);
  expect(rolesOf({ is_open: rows((i) => (i % 5 ? 'false' : 'true')), x }).issues).toBe(0);
});
