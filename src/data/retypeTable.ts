/** Changed types or roles: the same chunks read under a new schema, statistics computed anew. */
import type { DatasetVersion, Column } from '#/core/protocol/dataset';
import { TetradError } from '#/core/protocol/errors';
import type { BlobStore } from '#/core/protocol/storage';
import { ColumnProfile, profileLimits } from '#/core/stats/columnProfile';
import { openChunk } from '#/core/table/chunkCodec';
import { describeColumns } from './describeColumns';
import { isPlace } from './grid/writeSamples';

export async function retypeTable(
  version: DatasetVersion,
  fields: readonly Column[],
  blobs: Pick<BlobStore, 'get'>,
): Promise<Pick<DatasetVersion, 'schema' | 'stats' | 'issues'>> {
  requireSameColumns(version, fields);
  const limits = profileLimits(fields.length);
  const profiles = fields.map((field) => new ColumnProfile(limits, field.type));
  for (const ref of version.chunks) {
    const chunk = openChunk(await blobs.get(ref));
    profiles.forEach((profile, i) => profile.add(chunk.column(i)));
  }
  const described = describeColumns(fields, profiles);
  // What was seen while reading the file stays true; what was said about columns is said anew.
  const columns = new Set(fields.map(({ name }) => name));
  const ofFile = version.issues.filter(
    ({ line, column: field }) => line !== undefined || field === undefined || !columns.has(field),
  );
  return {
    schema: { ...version.schema, columns: fields.map((field) => ({ ...field })) },
    stats: described.stats,
    issues: [...ofFile, ...described.issues.filter(({ column: field }) => !isPlace(version, field))],
  };
}

function requireSameColumns(version: DatasetVersion, fields: readonly Column[]): void {
  const had = version.schema.columns;
  const index = had.findIndex((field, i) => field.name !== fields[i]?.name);
  if (index < 0 && fields.length === had.length) return;
  throw new TetradError({
    code: 'badInput',
    message: 'A new schema must keep the columns, their names and their order.',
    place: index < 0 ? `${fields.length} columns instead of ${had.length}` : `column ${index + 1}`,
    hint: 'Change types and roles only; set the role of a column to “ignored” to leave it out.',
  });
}
