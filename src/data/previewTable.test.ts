import { expect, test } from 'vitest';
import type { ReadOptions } from '#/core/reading/readOptions';
import { shapeOf } from '#/core/reading/tablePreview';
import { holdsRows, recogniseFile } from '#/formats/recogniseFile';
import { previewTable } from './previewTable';

async function preview(text: string, options?: ReadOptions, name = 'a.csv') {
  const found = await recogniseFile(new File([text], name));
  if (!holdsRows(found)) throw new Error(name);
  return await previewTable(found, options);
}

const german = 'tag;betrag\n03/04/2024;1.234\n05/06/2024;2.500\n';

test('rows stand as they are read beside how they are written, and what is open is asked', async () => {
  const seen = await preview(german);
  expect(seen.columns.map(({ name, type }) => [name, type])).toEqual([
    ['tag', 'datetime'],
    ['betrag', 'numeric'],
  ]);
  expect(seen.written[0]).toEqual(['03/04/2024', '1.234']);
  expect(seen.rows[0]?.[1]).toBe('1.234');
  expect(seen.reading.options.delimiter).toBe(';');
  expect(seen.reading.ambiguities.map(({ column, option }) => [column, option])).toEqual([
    ['tag', 'dateOrder'],
    ['betrag', 'decimal'],
  ]);
  expect([seen.rowsRead, seen.isWhole]).toEqual([2, true]);
});

test('what is said is obeyed at once and asked no more', async () => {
  const seen = await preview(german, { decimal: ',', thousands: '.', dateOrder: 'dmy' });
  expect(seen.rows[0]?.[1]).toBe('1234');
  expect(seen.reading.ambiguities).toEqual([]);
  expect(shapeOf(seen)).toBe('["csv","tag","betrag"]');
});

test('a long file is looked at up to a bound, and says so', async () => {
  const line = `${Array.from({ length: 20 }, (_, i) => i).join(',')}\n`;
  const seen = await preview(line.replace(/\d+/g, 'c$&') + line.repeat(150_000));
  expect(seen.isWhole).toBe(false);
  expect(seen.rows).toHaveLength(50);
  expect(seen.rowsRead).toBeGreaterThanOrEqual(100_000);
  expect(seen.rowsRead).toBeLessThan(120_000);
});
