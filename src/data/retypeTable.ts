/** Changed types or roles: the same chunks read under a new schema, statistics computed anew. */
import type { RevisedColumn } from '#/core/protocol/dataApi';
import type { DatasetVersion, Column, DataIssue } from '#/core/protocol/dataset';
import { TetradError } from '#/core/protocol/errors';
import type { BlobStore } from '#/core/protocol/storage';
import { ColumnProfile, profileLimits } from '#/core/stats/columnProfile';
import { openChunk } from '#/core/table/chunkCodec';
import { describeColumns } from './describeColumns';
import type { KindData, MadeVersion } from './kinds/kindData';

export async function retypeTable(
  version: DatasetVersion,
  revised: readonly RevisedColumn[],
  blobs: Pick<BlobStore, 'get'>,
  { isPlace }: Pick<KindData, 'isPlace'>,
): Promise<MadeVersion> {
  requireSameColumns(version, revised);
  requireNames(version, revised, isPlace);
  const columns = revised.map(toColumn);
  const limits = profileLimits(columns.length);
  const profiles = columns.map(({ type }) => new ColumnProfile(limits, type));
  for (const ref of version.chunks) {
    const chunk = openChunk(await blobs.get(ref));
    profiles.forEach((profile, i) => profile.add(chunk.column(i)));
  }
  const described = describeColumns(columns, profiles);
  // What was seen while reading the file stays true; what was said about columns is said anew.
  const names = new Set(version.schema.columns.map(({ name }) => name));
  const ofFile = version.issues.filter(
    ({ line, column }) => line !== undefined || column === undefined || !names.has(column),
  );
  const { rows, bytes, chunks } = version;
  return {
    rows,
    bytes,
    chunks,
    schema: { ...version.schema, columns: columns.map((column) => ({ ...column })) },
    stats: described.stats,
    issues: [
      ...ofFile,
      ...described.issues.filter(({ column }) => !isPlace?.(version.schema, column ?? '')),
      ...columns.flatMap((column, i) => monthFirst(column, profiles[i] as ColumnProfile)),
    ],
  };
}

const toColumn = ({ name, type, role, unit, reading }: RevisedColumn): Column => ({
  name,
  type,
  role,
  ...(unit !== undefined && { unit }),
  ...(reading && { reading }),
});

function requireSameColumns(version: DatasetVersion, columns: readonly RevisedColumn[]): void {
  const had = version.schema.columns;
  const index = had.findIndex((column, i) => column.name !== (columns[i]?.was ?? columns[i]?.name));
  if (index < 0 && columns.length === had.length) return;
  throw new TetradError({
    code: 'badInput',
    message: 'A new schema must keep the columns and their order.',
    place: index < 0 ? `${columns.length} columns instead of ${had.length}` : `column ${index + 1}`,
    hint: 'Give the name before as “was” to rename a column; set its role to “ignored” to leave it out.',
  });
}

/** Each its own; columns that say where a sample lies are found by their names. */
function requireNames(
  { schema }: DatasetVersion,
  columns: readonly RevisedColumn[],
  isPlace: KindData['isPlace'],
): void {
  const taken = new Set<string>();
  for (const { name, was = name } of columns) {
    if (name !== was && isPlace?.(schema, was))
      throw new TetradError({
        code: 'badInput',
        message: `“${was}” says where a sample lies and keeps its name.`,
        place: `column ${was}`,
        hint: 'Rename the columns of labels only.',
      });
    if (taken.has(name) || name.trim() === '')
      throw new TetradError({
        code: 'badInput',
        message: name.trim() === '' ? 'A column needs a name.' : `Two columns would be called “${name}”.`,
        place: `column ${was}`,
        hint: 'Give each column a name of its own.',
      });
    taken.add(name);
  }
}

/** A column that was no date to the reader is read the plain way. */
const monthFirst = ({ name, type }: Column, { monthFirstCells }: ColumnProfile): DataIssue[] =>
  type === 'datetime' && monthFirstCells > 0
    ? [
        {
          severity: 'info',
          message: `Dates of “${name}” are read with the month first: 3/31/2024 is 31 March.`,
          column: name,
        },
      ]
    : [];
