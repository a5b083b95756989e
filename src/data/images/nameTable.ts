/** A table that names image files and says what they show: its other columns become columns of the samples. */
import type { ColumnValues } from '#/core/table/column';
import { stringsOf } from '#/core/table/columnView';
import { takeRows } from '../grid/labelTable';
import { readWholeTable, type WholeTable } from '../readWholeTable';
import type { BesideImages } from './imageLayout';

const mostRows = 2_000_000;
/** Share of the images that a column has to name. */
const leastShare = 0.5;

export interface NameTable {
  path: string;
  table: WholeTable;
  /** The column of names. */
  key: number;
}

const nameKeys = (path: string): string[] => {
  const lower = path
    .trim()
    .replaceAll('\\', '/')
    .replace(/^\.?\//, '')
    .toLowerCase();
  const base = lower.replace(/^.*\//, '');
  return [lower, base, base.replace(/\.[a-z0-9]+$/, '')];
};

/** undefined where no column names images. */
export async function readNameTable(
  file: Blob & { name: string },
  paths: readonly string[],
  signal: AbortSignal,
): Promise<NameTable | undefined> {
  const table = await readWholeTable(file, mostRows, signal).catch(() => undefined);
  if (!table || table.names.length < 2) return undefined;
  const known = new Set(paths.flatMap(nameKeys));
  for (const [key, column] of table.columns.entries()) {
    const names = stringsOf(column);
    const hits = names.filter((name) => name !== null && nameKeys(name).some((one) => known.has(one))).length;
    if (hits > 0 && (hits >= leastShare * names.length || hits >= leastShare * paths.length))
      return { path: file.name, table, key };
  }
  return undefined;
}

/** Rows in the order of the images; an image that is not named has none. */
export function columnsOf({ table, key }: NameTable, paths: readonly string[]): BesideImages {
  const rowOf = new Map<string, number>();
  const names = stringsOf(table.columns[key] as ColumnValues);
  for (let level = 2; level >= 0; level--)
    for (const [row, name] of names.entries())
      if (name !== null) rowOf.set(nameKeys(name)[level] as string, row);
  const rows = Int32Array.from(paths, (path) => {
    for (const one of nameKeys(path)) {
      const row = rowOf.get(one);
      if (row !== undefined) return row;
    }
    return -1;
  });
  const kept = table.names.flatMap((name, i) =>
    i === key ? [] : [{ name, column: table.columns[i] as ColumnValues }],
  );
  return {
    names: kept.map(({ name }) => name),
    columns: kept.map(({ column }) => withMissing(takeRows(column, rows), rows)),
  };
}

function withMissing(column: ColumnValues, rows: Int32Array): ColumnValues {
  for (const [at, row] of rows.entries()) {
    if (row >= 0) continue;
    if (column.physical === 'f64') column.values[at] = Number.NaN;
    else column.codes[at] = -1;
  }
  return column;
}
