/** One small file and what is right for it: for tables of tests of reading. */
import { expect } from 'vitest';
import { TetradError } from '#/core/protocol/errors';
import type { ReadOptions } from '#/core/reading/readOptions';
import { readForTest } from '#/formats/readForTest';
import { importForTest } from './importForTest';

type Cells = (string | number | null)[];
/** Type (and unit) of a column, then its first values. */
export type Columns = Record<string, [type: string, ...Cells]>;

export interface ReadCase {
  name?: string;
  columns?: Columns;
  rows?: number;
  told?: RegExp[];
  untold?: RegExp[];
  /** Choices that are left to a person: the option, and the column it is of. */
  asked?: string[];
  refused?: RegExp;
  options?: ReadOptions;
}

export const day = (text: string): number => Date.parse(text);
export const days = (...texts: string[]): Cells => texts.map(day);

/** A column beside another, so that a delimiter is there to see. */
export const beside = (cells: readonly string[], delimiter = ',', name = 'v'): string =>
  [name, ...cells].map((cell, i) => `${cell}${delimiter}${i === 0 ? 'other' : `k${i % 4}`}\n`).join('');

/** So many cells that one among them is rare. */
export const many = (count: number, cell: (i: number) => string): string[] =>
  Array.from({ length: count }, (_, i) => cell(i));

export async function checkCase(content: string | Uint8Array<ArrayBuffer>, wanted: ReadCase): Promise<void> {
  const { name = 'case.csv', columns = {}, rows, told = [], untold = [], asked, refused, options } = wanted;
  if (refused) {
    const failure = await importForTest(name, content, options).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(failure).toBeInstanceOf(TetradError);
    const { message, place, hint } = failure as TetradError;
    return expect([message, place, hint].join(' | ')).toMatch(refused);
  }
  const table = await importForTest(name, content, options);
  const found = Object.fromEntries(
    Object.entries(columns).map(([column, [, ...cells]]) => [
      column,
      table.column(column)?.slice(0, cells.length + 1),
    ]),
  );
  expect(found).toEqual(columns);
  if (rows !== undefined) expect(table.rows).toBe(rows);
  for (const pattern of told) expect(table.told).toMatch(pattern);
  for (const pattern of untold) expect(table.told).not.toMatch(pattern);
  if (!asked) return;
  const { reading } = await readForTest(name, content, { read: options });
  expect(reading.ambiguities.map(({ option, column }) => (column ? `${option} ${column}` : option))).toEqual(
    asked,
  );
}
