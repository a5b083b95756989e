/** Cells of one column anew: only the chunks that hold them are written, the rest of the version is shared. */
import type { DatasetVersion } from '#/core/protocol/dataset';
import { TetradError } from '#/core/protocol/errors';
import type { BlobStore } from '#/core/protocol/storage';
import { ColumnProfile, profileLimits } from '#/core/stats/columnProfile';
import { columnStats } from '#/core/stats/columnStats';
import { toNumber } from '#/core/table/cellValue';
import { decodeChunk, encodeChunk } from '#/core/table/chunkCodec';
import type { ColumnValues } from '#/core/table/column';
import type { MadeVersion } from './kinds/kindData';

export async function changeCells(
  version: Pick<DatasetVersion, 'schema' | 'stats' | 'issues' | 'rows' | 'bytes' | 'chunks'>,
  {
    cells: { column: name, rows, value },
    reason,
  }: { cells: { column: string; rows: number[]; value: string | null }; reason?: string },
  blobs: Pick<BlobStore, 'get' | 'put'>,
): Promise<MadeVersion> {
  const { schema, stats, issues } = version;
  const at = schema.columns.findIndex((column) => column.name === name);
  const field = schema.columns[at];
  if (!field)
    throw new TetradError({
      code: 'badInput',
      message: `The dataset has no column “${name}”.`,
      place: 'column',
      hint: `Its columns are: ${schema.columns
        .map((column) => column.name)
        .slice(0, 10)
        .join(', ')}.`,
    });
  const wrong = rows.find((row) => !Number.isInteger(row) || row < 0 || row >= version.rows);
  if (wrong !== undefined || rows.length === 0)
    throw new TetradError({
      code: 'badInput',
      message:
        wrong === undefined
          ? 'No row was named.'
          : `There is no row ${wrong}; there are ${version.rows.toLocaleString('en')}, counted from 0.`,
      place: 'rows',
    });
  const wanted = new Set(rows);
  const profile = new ColumnProfile(profileLimits(schema.columns.length), field.type);
  const chunks: DatasetVersion['chunks'] = [];
  let start = 0;
  for (const ref of version.chunks) {
    const { rows: count, columns } = decodeChunk(await blobs.get(ref));
    const own = columns[at] as ColumnValues;
    const places: number[] = [];
    for (let row = 0; row < count; row++) if (wanted.has(start + row)) places.push(row);
    start += count;
    const changed = places.length > 0 ? withCells(own, places, value) : own;
    profile.add(changed);
    if (changed === own) {
      chunks.push(ref);
      continue;
    }
    const bytes = encodeChunk({
      rows: count,
      columns: columns.map((column, i) => (i === at ? changed : column)),
    });
    chunks.push({ ...(await blobs.put(bytes)), rows: count });
  }
  return {
    schema,
    rows: version.rows,
    bytes: version.bytes,
    chunks,
    stats: stats.map((known, i) => (i === at ? columnStats(profile, name, field.type) : known)),
    issues,
    reason:
      reason ??
      `${rows.length.toLocaleString('en')} ${rows.length === 1 ? 'cell' : 'cells'} of “${name}”: ${value ?? 'none'}`,
  };
}

function withCells(column: ColumnValues, rows: readonly number[], value: string | null): ColumnValues {
  if (column.physical === 'f64') {
    const number = value === null ? Number.NaN : toNumber(value, 'numeric');
    if (value !== null && Number.isNaN(number))
      throw new TetradError({ code: 'badInput', message: `“${value}” is no number.`, place: 'value' });
    const values = column.values.slice();
    for (const row of rows) values[row] = number;
    return { physical: 'f64', values };
  }
  const known = value === null ? -1 : column.dictionary.indexOf(value);
  const dictionary = value !== null && known < 0 ? [...column.dictionary, value] : column.dictionary;
  const code = value === null ? -1 : known < 0 ? dictionary.length - 1 : known;
  const codes = column.codes.slice();
  for (const row of rows) codes[row] = code;
  return { physical: 'dict', codes, dictionary };
}
