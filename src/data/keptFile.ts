/** The file a table was read from, kept packed beside it so that it can be read again another way; large ones are not. */
import type { BlobRef } from '#/core/protocol/dataset';
import type { BlobStore } from '#/core/protocol/storage';

export const mostKeptBytes = 32 * 1024 * 1024;

export async function keepFile(
  file: Blob,
  isGzip: boolean,
  blobs: Pick<BlobStore, 'put'>,
): Promise<BlobRef | undefined> {
  if (file.size > mostKeptBytes) return undefined;
  const packed = isGzip ? file : new Response(file.stream().pipeThrough(new CompressionStream('gzip')));
  return await blobs.put(new Uint8Array(await packed.arrayBuffer()));
}
