/** Workbooks and databases as others wrote them: every cell and every type, and each of several tables. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readForTest } from '#/formats/readForTest';
import { importForTest } from './importForTest';

interface Part {
  columns: string[];
  rows: (string | null)[][];
}

const folder = new URL('../formats/fixtures/tables/', import.meta.url);
const expected = JSON.parse(readFileSync(new URL('sheets.json', folder), 'utf8')) as Record<
  string,
  { columns: [string, string][]; rows: (string | null)[][]; asked?: string[]; second?: Part; third?: Part }
>;
const bytesOf = (name: string) => new Uint8Array(readFileSync(new URL(name, folder)));

describe.each(Object.entries(expected))('%s', (name, { columns, rows, asked, second, third }) => {
  test('reads as it was written, with types that its values have', async () => {
    const table = await readForTest(name, bytesOf(name));
    expect(table.names).toEqual(columns.map(([column]) => column));
    expect(table.rows).toEqual(rows);
    expect(table.reading.ambiguities.map(({ option }) => option)).toEqual(asked ?? []);
    const { schema } = await importForTest(name, bytesOf(name));
    expect(schema.columns.map((column) => [column.name, column.type])).toEqual(columns);
  });

  test.each([
    [2, second],
    [3, third],
  ] as const)('table %i is a choice', async (table, part) => {
    if (!part) return;
    const read = await readForTest(name, bytesOf(name), { read: { table } });
    expect(read.names).toEqual(part.columns);
    expect(read.rows).toEqual(part.rows);
    expect(read.reading.ambiguities).toEqual([]);
  });
});
