/** The table of samples: where each lies in the field, and its labels. */
import { gridOf } from '#/core/grid/gridOf';
import type { GridSchema } from '#/core/grid/gridSchema';
import { windowsOf } from '#/core/grid/windowsOf';
import type { ChunkRef, ColumnStats, DataIssue, DatasetSchema, Column } from '#/core/protocol/dataset';
import type { BlobStore } from '#/core/protocol/storage';
import { ColumnProfile, profileLimits } from '#/core/stats/columnProfile';
import { columnStats } from '#/core/stats/columnStats';
import { suggestTarget } from '#/core/train/targets';
import { encodeChunk } from '#/core/table/chunkCodec';
import type { ColumnValues } from '#/core/table/column';
import { describeColumns, inferColumns } from '../describeColumns';
import { WriteQueue } from '../writeQueue';
import { type LabelTable, takeRows } from './labelTable';

const rowsPerChunk = 65_536;
/** Names of files: known of each sample, never learnt from. */
export const fileColumn = 'file';

export interface WrittenSamples {
  fields: Column[];
  rows: number;
  chunks: ChunkRef[];
  stats: ColumnStats[];
  issues: DataIssue[];
}

/** Columns that say where a sample lies; a label of the same name is renamed. */
export const placeColumns = (grid: Pick<GridSchema, 'windowing'>): Column[] => [
  { name: 'recording', type: 'integer', role: 'group' },
  { name: 'start', type: 'integer', role: 'time' },
  ...(grid.windowing.patch
    ? ['x0', 'y0', 'z0'].map((name): Column => ({ name, type: 'integer', role: 'ignored' }))
    : []),
];

/** Whether a column of a version says where samples lie, or in which file, rather than what they are. */
export const isPlace = (schema: Pick<DatasetSchema, 'kind' | 'data'>, name: string): boolean => {
  const grid = gridOf(schema);
  return (
    grid !== undefined && (name === fileColumn || placeColumns(grid).some((field) => field.name === name))
  );
};

interface SampleContext {
  blobs: Pick<BlobStore, 'put'>;
  signal: AbortSignal;
  /** Fields that an earlier version had, which a person may have changed. */
  known?: readonly Column[];
  /** The label to predict; guessed when absent. */
  target?: string;
}

export async function writeSamples(
  grid: Pick<GridSchema, 'recordings' | 'axes' | 'windowing'>,
  labels: LabelTable | undefined,
  { blobs, signal, known = [], target }: SampleContext,
): Promise<WrittenSamples> {
  const windows = windowsOf(grid);
  const places = placeColumns(grid);
  const labelColumns = labels?.columns ?? [];
  const limits = profileLimits(places.length + labelColumns.length);
  const profiles = [...places, ...labelColumns].map(() => new ColumnProfile(limits));
  const writes = new WriteQueue(blobs);
  try {
    for (let first = 0; first < windows.count; first += rowsPerChunk) {
      signal.throwIfAborted();
      const rows = Math.min(rowsPerChunk, windows.count - first);
      const numbers = places.map(() => new Float64Array(rows));
      const labelRows = new Int32Array(rows);
      for (let row = 0; row < rows; row++) {
        const { recording, start, corner } = windows.at(first + row);
        [recording, start, ...corner].forEach((value, i) => {
          const column = numbers[i];
          if (column) column[row] = value;
        });
        const last = start + grid.windowing.length - 1;
        labelRows[row] = labels?.per === 'time' ? recording * grid.axes.time.size + last : recording;
      }
      const columns: ColumnValues[] = [
        ...numbers.map((values): ColumnValues => ({ physical: 'f64', values })),
        ...labelColumns.map((column) => takeRows(column, labelRows)),
      ];
      columns.forEach((column, i) => profiles[i]?.add(column));
      await writes.add(encodeChunk({ rows, columns }), rows);
    }
  } finally {
    await writes.settle();
  }
  const chunks = await writes.done();
  const labelProfiles = profiles.slice(places.length);
  const labelFields = fieldsOf(labels?.names ?? [], labelProfiles, known, target);
  const described = describeColumns(labelFields, labelProfiles);
  const fields = [...places, ...labelFields];
  const stats = fields.map((field, i) => columnStats(profiles[i] as ColumnProfile, field.name, field.type));
  return {
    fields,
    rows: windows.count,
    chunks,
    stats,
    issues: described.issues.filter(({ column: field }) => field !== fileColumn),
  };
}

/** Which part of the data a sample belongs to, when the file says so. */
const toSplit = (field: Column): Column =>
  field.name.toLowerCase() === 'split' && field.role === 'feature' ? { ...field, role: 'split' } : field;

/** Types as for any table; the label that a person most likely means is the target. */
function fieldsOf(
  names: readonly string[],
  profiles: readonly ColumnProfile[],
  known: readonly Column[],
  wanted: string | undefined,
): Column[] {
  const fields = inferColumns(names, profiles).map(
    (field): Column =>
      field.name === fileColumn
        ? { ...field, type: 'id', role: 'ignored' }
        : (known.find(({ name }) => name === field.name) ?? toSplit(field)),
  );
  if (fields.some(({ role }) => role === 'target')) return fields;
  const stats = fields.map((field, i) => columnStats(profiles[i] as ColumnProfile, field.name, field.type));
  const target = fields.some(({ name }) => name === wanted)
    ? wanted
    : suggestTarget({ schema: { kind: 'tabular', columns: fields }, stats });
  return fields.map((field) => (field.name === target ? { ...field, role: 'target' } : field));
}
