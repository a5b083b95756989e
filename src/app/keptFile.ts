/** The file a version was read from, as it was dropped; undefined where it was not kept. */
import type { DatasetSource } from '#/core/protocol/dataset';
import type { BlobStore } from '#/core/protocol/storage';

export async function keptFile(
  blobs: Pick<BlobStore, 'get'>,
  { kept, fileName, details }: DatasetSource,
): Promise<File | undefined> {
  if (!kept) return undefined;
  const packed = new Blob([await blobs.get(kept)]);
  if (details.compression === 'gzip') return new File([packed], fileName);
  const unpacked = packed.stream().pipeThrough(new DecompressionStream('gzip'));
  return new File([await new Response(unpacked).blob()], fileName);
}
