/** A column of a stored table in one piece: of tables of samples, which are small. */
import type { DatasetVersion } from '#/core/protocol/dataset';
import type { BlobStore } from '#/core/protocol/storage';
import { openChunk } from '#/core/table/chunkCodec';
import type { ColumnValues } from '#/core/table/column';
import { stringsOf } from '#/core/table/columnView';
import { numberColumn, wordColumn } from './sampleTable';

export async function wholeColumn(
  chunks: DatasetVersion['chunks'],
  index: number,
  blobs: Pick<BlobStore, 'get'>,
): Promise<ColumnValues> {
  const parts: ColumnValues[] = [];
  for (const ref of chunks) parts.push(openChunk(await blobs.get(ref)).column(index));
  if (parts.every((part) => part.physical === 'f64'))
    return numberColumn(parts.flatMap((part) => (part.physical === 'f64' ? Array.from(part.values) : [])));
  return wordColumn(parts.flatMap((part) => stringsOf(part)));
}
