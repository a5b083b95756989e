/** A file that a job makes, stored part by part as it comes: memory holds one part, whatever the size of the file. */
import type { BlobRef } from '#/core/protocol/dataset';
import type { JobFile } from '#/core/protocol/job';
import type { BlobStore } from '#/core/protocol/storage';

const standardPartBytes = 32 * 2 ** 20;

/** To be called within `storage.writing`, and named by a record before that ends. */
export async function storeFile(
  blobs: Pick<BlobStore, 'put'>,
  pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  partBytes = standardPartBytes,
): Promise<BlobRef[]> {
  const parts: BlobRef[] = [];
  const part = new Uint8Array(partBytes);
  let filled = 0;
  for await (const piece of pieces)
    for (let at = 0; at < piece.length; ) {
      const taken = piece.subarray(at, at + partBytes - filled);
      part.set(taken, filled);
      filled += taken.length;
      at += taken.length;
      if (filled < partBytes) continue;
      parts.push(await blobs.put(part));
      filled = 0;
    }
  if (filled > 0 || parts.length === 0) parts.push(await blobs.put(part.subarray(0, filled)));
  return parts;
}

/** As it is handed out: read from the disk when it is used, where the browser can. */
export async function openStoredFile(
  blobs: Pick<BlobStore, 'open'>,
  { name, parts }: JobFile,
): Promise<File> {
  const opened: Blob[] = [];
  for (const part of parts) opened.push(await blobs.open(part));
  return new File(opened, name);
}
