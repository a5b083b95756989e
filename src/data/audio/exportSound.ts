import { audioColumns, soundIn } from '#/core/audio/audioSchema';
import { ItemReader } from '#/core/items/itemReader';
import type { DatasetVersion } from '#/core/protocol/dataset';
import type { BlobStore } from '#/core/protocol/storage';
import { readColumns } from '#/core/table/readColumns';
import type { ZippedFile } from '#/formats/write/zipPieces';
import { folderByLabel } from '../folderByLabel';

/** The files as they came, each once however many clips it has, by the label of its first. */
export async function* filesOfSound(
  version: DatasetVersion,
  blobs: Pick<BlobStore, 'get'>,
  tell: (rows: number) => void,
): AsyncGenerator<ZippedFile> {
  const { item, file } = audioColumns;
  const columns = await readColumns(version.chunks, blobs, version.schema, [item, file], {
    asText: new Set([file]),
  });
  const items = columns.get(item)?.data as Float64Array;
  const names = columns.get(file)?.data;
  const reader = new ItemReader(soundIn(version.schema).items, blobs);
  const folderOf = await folderByLabel(version, blobs);
  const written = new Set<number>();
  for (const [row, number] of items.entries()) {
    tell(row + 1);
    if (written.has(number)) continue;
    written.add(number);
    const name =
      String(names?.[row] ?? '')
        .split('/')
        .at(-1) || `${number + 1}`;
    yield { path: folderOf(row) + name, bytes: await reader.read(number) };
  }
}
