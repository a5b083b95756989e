/** The table of samples of a dataset of files: columns that are known, and those of a table that lies beside them. */
import type { ChunkRef, Column, ColumnStats, DataIssue } from '#/core/protocol/dataset';
import type { BlobStore } from '#/core/protocol/storage';
import { ColumnProfile, profileLimits } from '#/core/stats/columnProfile';
import { columnStats } from '#/core/stats/columnStats';
import { encodeChunk } from '#/core/table/chunkCodec';
import type { ColumnValues } from '#/core/table/column';
import { suggestTarget } from '#/core/train/targets';
import { describeColumns, inferColumns } from './describeColumns';
import { takeRows } from './grid/labelTable';
import { WriteQueue } from './writeQueue';

const rowsPerChunk = 65_536;

export type KnownColumn = [Column, ColumnValues];

export interface BesideColumns {
  names: string[];
  columns: ColumnValues[];
}

export interface SampleTable {
  columns: Column[];
  rows: number;
  chunks: ChunkRef[];
  stats: ColumnStats[];
  issues: DataIssue[];
}

export async function writeSampleTable(
  rows: number,
  known: readonly KnownColumn[],
  beside: BesideColumns | undefined,
  blobs: Pick<BlobStore, 'put'>,
  signal?: AbortSignal,
): Promise<SampleTable> {
  const names = freeNames(
    beside?.names ?? [],
    known.map(([{ name }]) => name),
  );
  const values = [...known.map(([, column]) => column), ...(beside?.columns ?? [])];
  const limits = profileLimits(values.length);
  const profiles = values.map(() => new ColumnProfile(limits));
  const writes = new WriteQueue(blobs);
  try {
    for (let start = 0; start < rows; start += rowsPerChunk) {
      signal?.throwIfAborted();
      const count = Math.min(rowsPerChunk, rows - start);
      const some = Int32Array.from({ length: count }, (_, i) => start + i);
      const columns = values.map((column) => compact(takeRows(column, some)));
      columns.forEach((column, i) => profiles[i]?.add(column));
      await writes.add(encodeChunk({ rows: count, columns }), count);
    }
  } finally {
    await writes.settle();
  }
  const besideProfiles = profiles.slice(known.length);
  const fields = besideFields(names, besideProfiles);
  const columns = [...known.map(([column]) => column), ...fields];
  return {
    columns,
    rows,
    chunks: await writes.done(),
    stats: columns.map(({ name, type }, i) => columnStats(profiles[i] as ColumnProfile, name, type)),
    issues: describeColumns(fields, besideProfiles).issues,
  };
}

/** Only the words that this part of a column uses. */
function compact(column: ColumnValues): ColumnValues {
  if (column.physical === 'f64') return column;
  const codeOf = new Map<number, number>();
  const codes = column.codes.map((code) => {
    if (code < 0) return -1;
    if (!codeOf.has(code)) codeOf.set(code, codeOf.size);
    return codeOf.get(code) as number;
  });
  return {
    physical: 'dict',
    codes,
    dictionary: [...codeOf.keys()].map((code) => column.dictionary[code] as string),
  };
}

function freeNames(wanted: readonly string[], taken: readonly string[]): string[] {
  const seen = new Set(taken);
  return wanted.map((name) => {
    let free = name;
    for (let n = 2; seen.has(free); n++) free = `${name}_${n}`;
    seen.add(free);
    return free;
  });
}

/** Types as for any table; the column that a person most likely means is the target, a column of parts divides. */
function besideFields(names: readonly string[], profiles: readonly ColumnProfile[]): Column[] {
  const fields = inferColumns(names, profiles).map(
    (field): Column =>
      /^(split|subset|partition|fold)$/i.test(field.name) && field.role === 'feature'
        ? { ...field, role: 'split' }
        : field,
  );
  const stats = fields.map(({ name, type }, i) => columnStats(profiles[i] as ColumnProfile, name, type));
  const target = suggestTarget({ schema: { kind: 'tabular', columns: fields }, stats });
  return fields.map((field) => (field.name === target ? { ...field, role: 'target' } : field));
}

/** Words that repeat, or null, as a column. */
export function wordColumn(words: readonly (string | null)[]): ColumnValues {
  const codeOf = new Map<string, number>();
  const codes = Int32Array.from(words, (word) => {
    if (word === null) return -1;
    if (!codeOf.has(word)) codeOf.set(word, codeOf.size);
    return codeOf.get(word) as number;
  });
  return { physical: 'dict', codes, dictionary: [...codeOf.keys()] };
}

export const numberColumn = (values: Iterable<number>): ColumnValues => ({
  physical: 'f64',
  values: Float64Array.from(values),
});
