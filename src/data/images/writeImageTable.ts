/** The table of samples of a dataset of images: which image each is, its label, its part, and what else stands beside it. */
import { imageColumn, itemColumn, labelColumn } from '#/core/images/imageSchema';
import type { ChunkRef, Column, ColumnStats, DataIssue } from '#/core/protocol/dataset';
import type { BlobStore } from '#/core/protocol/storage';
import { ColumnProfile, profileLimits } from '#/core/stats/columnProfile';
import { columnStats } from '#/core/stats/columnStats';
import { encodeChunk } from '#/core/table/chunkCodec';
import type { ColumnValues } from '#/core/table/column';
import { suggestTarget } from '#/core/train/targets';
import { describeColumns, inferColumns } from '../describeColumns';
import { takeRows } from '../grid/labelTable';
import { WriteQueue } from '../writeQueue';
import type { BesideImages } from './imageLayout';
import type { SampleRows } from './sampleRows';

const rowsPerChunk = 65_536;

interface ImageTable {
  columns: Column[];
  rows: number;
  chunks: ChunkRef[];
  stats: ColumnStats[];
  issues: DataIssue[];
}

export async function writeImageTable(
  samples: SampleRows,
  beside: BesideImages | undefined,
  blobs: Pick<BlobStore, 'put'>,
  signal: AbortSignal,
): Promise<ImageTable> {
  const { count, paths, labels, splits } = samples;
  const own: [Column, ColumnValues][] = [
    [
      { name: itemColumn, type: 'integer', role: 'ignored' },
      { physical: 'f64', values: Float64Array.from({ length: count }, (_, i) => i) },
    ],
    [
      { name: imageColumn, type: 'id', role: 'ignored' },
      { physical: 'dict', codes: Int32Array.from(paths.keys()), dictionary: paths },
    ],
    ...(labels.isEmpty
      ? []
      : [
          [{ name: labelColumn, type: 'categorical', role: 'target' }, labels.column()] as [
            Column,
            ColumnValues,
          ],
        ]),
    ...(splits.isEmpty
      ? []
      : [[{ name: 'split', type: 'categorical', role: 'split' }, splits.column()] as [Column, ColumnValues]]),
    [{ name: 'width', type: 'integer', role: 'ignored' }, samples.widths()],
    [{ name: 'height', type: 'integer', role: 'ignored' }, samples.heights()],
  ];
  const names = freeNames(
    beside?.names ?? [],
    own.map(([{ name }]) => name),
  );
  const values = [...own.map(([, column]) => column), ...(beside?.columns ?? [])];
  const limits = profileLimits(values.length);
  const profiles = values.map(() => new ColumnProfile(limits));
  const writes = new WriteQueue(blobs);
  try {
    for (let start = 0; start < count; start += rowsPerChunk) {
      signal.throwIfAborted();
      const rows = Math.min(rowsPerChunk, count - start);
      const some = Int32Array.from({ length: rows }, (_, i) => start + i);
      const columns = values.map((column) => compact(takeRows(column, some)));
      columns.forEach((column, i) => profiles[i]?.add(column));
      await writes.add(encodeChunk({ rows, columns }), rows);
    }
  } finally {
    await writes.settle();
  }
  const ownProfiles = profiles.slice(0, own.length);
  const besideProfiles = profiles.slice(own.length);
  const fields = besideFields(names, besideProfiles);
  const columns = [...own.map(([column]) => column), ...fields];
  return {
    columns,
    rows: count,
    chunks: await writes.done(),
    stats: columns.map(({ name, type }, i) =>
      columnStats([...ownProfiles, ...besideProfiles][i] as ColumnProfile, name, type),
    ),
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
