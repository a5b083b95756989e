/** Files that say the types of their columns, as others wrote them: every cell and every type as theirs. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readForTest } from '#/formats/readForTest';
import { importForTest } from './importForTest';

const folder = new URL('../formats/fixtures/tables/', import.meta.url);
const expected = JSON.parse(readFileSync(new URL('columnar.json', folder), 'utf8')) as Record<
  string,
  { columns: [string, string][]; rows: (string | null)[][] }
>;
const bytesOf = (name: string) => new Uint8Array(readFileSync(new URL(name, folder)));

describe.each(Object.keys(expected))('%s', (name) => {
  const { columns, rows } = expected[name] ?? { columns: [], rows: [] };

  test('reads as it was written', async () => {
    const table = await readForTest(name, bytesOf(name));
    expect(table.names).toEqual(columns.map(([column]) => column));
    expect(table.rows).toEqual(rows);
  });

  test('keeps the types of its columns, and what is told is said of the data alone', async () => {
    const table = await importForTest(name, bytesOf(name));
    expect(table.schema.columns.map((column) => [column.name, column.type])).toEqual(columns);
    expect(table.told).not.toMatch(/taken for a missing value|counts? as missing|looks like/);
  });

  test('is the same in batches of a few rows', async () => {
    const table = await readForTest(name, bytesOf(name), { batchRows: 5 });
    expect(table.rows).toEqual(rows);
  });
});
