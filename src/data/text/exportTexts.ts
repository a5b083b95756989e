import type { DatasetVersion } from '#/core/protocol/dataset';
import type { BlobStore } from '#/core/protocol/storage';
import { openChunk } from '#/core/table/chunkCodec';
import { stringsOf } from '#/core/table/columnView';
import { textOf } from '#/core/text/textData';
import type { ZippedFile } from '#/formats/write/zipPieces';
import { folderByLabel } from '../folderByLabel';

/** Each text as a file, by label. */
export async function* filesOfTexts(
  version: DatasetVersion,
  blobs: Pick<BlobStore, 'get'>,
  tell: (rows: number) => void,
): AsyncGenerator<ZippedFile> {
  const folderOf = await folderByLabel(version, blobs);
  const encoder = new TextEncoder();
  let row = 0;
  for (const ref of version.chunks) {
    for (const text of stringsOf(openChunk(await blobs.get(ref)).column(textOf(version.schema).column))) {
      const path = `${folderOf(row)}${String(row + 1).padStart(6, '0')}.txt`;
      row++;
      if (text !== null) yield { path, bytes: encoder.encode(text) };
    }
    tell(row);
  }
}
