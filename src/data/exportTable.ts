/** A stored version as a file, stored part by part; whoever asked names the parts in a record. */
import { type ExportedTable, type ExportFormat, isTableFormat } from '#/core/protocol/dataApi';
import type { DatasetVersion } from '#/core/protocol/dataset';
import { TetradError } from '#/core/protocol/errors';
import type { BlobStore } from '#/core/protocol/storage';
import { decodeChunk } from '#/core/table/chunkCodec';
import { npzPieces } from '#/formats/arrays/writeNpz';
import { tableWriter } from '#/formats/write/writerOf';
import { zipPieces } from '#/formats/write/zipPieces';
import { arraysOfTable } from './arraysOfTable';
import type { KindData } from './kinds/kindData';
import { storePieces } from './storePieces';

export async function exportVersion(
  version: DatasetVersion,
  format: ExportFormat,
  blobs: Pick<BlobStore, 'get' | 'put'>,
  kind: Pick<KindData, 'arrays' | 'files'>,
  onRows: (rows: number, of: number) => void,
): Promise<ExportedTable> {
  const { schema, chunks, rows } = version;
  if (isTableFormat(format)) {
    const writer = await tableWriter(format);
    async function* batches() {
      let done = 0;
      for (const ref of chunks) {
        yield decodeChunk(await blobs.get(ref));
        onRows((done += ref.rows), rows);
      }
    }
    const pieces = writer.pieces({ columns: schema.columns, batches });
    return { ending: writer.ending, parts: await storePieces(pieces, blobs) };
  }
  const tell = (done: number) => onRows(done, rows);
  if (format === 'npz') {
    const { arrays, about } = await (kind.arrays ?? arraysOfTable)(version, blobs, tell);
    const notes = { 'about.json': `${JSON.stringify(about, null, 1)}\n` };
    return { ending: 'npz', parts: await storePieces(npzPieces(arrays, notes), blobs) };
  }
  if (!kind.files)
    throw new TetradError({
      code: 'unsupported',
      message: 'This dataset holds no files: it is a table.',
      place: 'format',
      hint: 'Export it as CSV, JSON Lines, Parquet, Arrow or NPZ.',
    });
  return { ending: 'zip', parts: await storePieces(zipPieces(kind.files(version, blobs, tell)), blobs) };
}
