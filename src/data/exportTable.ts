/** A stored version as a file, stored part by part; whoever asked names the parts in a record. */
import type { ExportedTable, ExportFormat } from '#/core/protocol/dataApi';
import type { BlobRef, DatasetVersion } from '#/core/protocol/dataset';
import type { BlobStore } from '#/core/protocol/storage';
import { decodeChunk } from '#/core/table/chunkCodec';
import { tableWriter } from '#/formats/write/writerOf';

const partBytes = 32 * 1024 * 1024;

export async function exportTable(
  { schema, chunks, rows }: DatasetVersion,
  format: ExportFormat,
  blobs: Pick<BlobStore, 'get' | 'put'>,
  onRows: (rows: number, of: number) => void,
): Promise<ExportedTable> {
  const writer = await tableWriter(format);
  async function* batches() {
    let done = 0;
    for (const ref of chunks) {
      yield decodeChunk(await blobs.get(ref));
      onRows((done += ref.rows), rows);
    }
  }
  const parts: BlobRef[] = [];
  let pieces: Uint8Array[] = [];
  let size = 0;
  const store = async () => {
    const part = new Uint8Array(size);
    let at = 0;
    for (const piece of pieces) {
      part.set(piece, at);
      at += piece.length;
    }
    parts.push(await blobs.put(part));
    pieces = [];
    size = 0;
  };
  for await (const piece of writer.pieces({ columns: schema.columns, batches })) {
    pieces.push(piece);
    size += piece.length;
    if (size >= partBytes) await store();
  }
  if (size > 0 || parts.length === 0) await store();
  return { ending: writer.ending, parts };
}
