/** Where each clip of a version lies, by the number of its row. */
import { audioColumns } from '#/core/audio/audioSchema';
import type { DatasetVersion } from '#/core/protocol/dataset';
import type { BlobStore } from '#/core/protocol/storage';
import { readColumns } from '#/core/table/readColumns';
import type { ClipPlace } from './clipReader';

export async function clipPlaces(
  { schema, chunks }: Pick<DatasetVersion, 'schema' | 'chunks'>,
  blobs: Pick<BlobStore, 'get'>,
): Promise<ClipPlace[]> {
  const { item, start, file } = audioColumns;
  const columns = await readColumns(chunks, blobs, schema, [item, start, file], { asText: new Set([file]) });
  const [items, starts, names] = [item, start, file].map((name) => columns.get(name)?.data ?? []);
  return Array.from(items as Float64Array, (number, row) => ({
    item: number,
    start: Number(starts?.[row]),
    name: String(names?.[row] ?? `clip ${row}`),
  }));
}
