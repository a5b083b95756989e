/** A file that comes in pieces, stored part by part. */
import type { BlobRef } from '#/core/protocol/dataset';
import type { BlobStore } from '#/core/protocol/storage';

const partBytes = 32 * 1024 * 1024;

export async function storePieces(
  pieces: AsyncIterable<Uint8Array>,
  blobs: Pick<BlobStore, 'put'>,
): Promise<BlobRef[]> {
  const parts: BlobRef[] = [];
  let waiting: Uint8Array[] = [];
  let size = 0;
  const store = async () => {
    const part = new Uint8Array(size);
    let at = 0;
    for (const piece of waiting) {
      part.set(piece, at);
      at += piece.length;
    }
    parts.push(await blobs.put(part));
    waiting = [];
    size = 0;
  };
  for await (const piece of pieces) {
    waiting.push(piece);
    size += piece.length;
    if (size >= partBytes) await store();
  }
  if (size > 0 || parts.length === 0) await store();
  return parts;
}
