/** Images of a version outside of it: as arrays the size a network takes, and as the files they came as, by label. */
import { type ImageSchema, imageColumn, imagesIn, itemColumn } from '#/core/images/imageSchema';
import { resizePixels } from '#/core/images/resizePixels';
import { ItemReader } from '#/core/items/itemReader';
import type { DatasetVersion } from '#/core/protocol/dataset';
import type { BlobStore } from '#/core/protocol/storage';
import { readColumns } from '#/core/table/readColumns';
import { decodeImage } from '#/formats/images/decodeImage';
import { readImageHeader } from '#/formats/images/imageHeader';
import { writeBmp } from '#/formats/images/writeBmp';
import type { ZippedFile } from '#/formats/write/zipPieces';
import { targetArray } from '../arraysOfTable';
import { folderByLabel } from '../folderByLabel';
import type { VersionArrays } from '../kinds/kindData';

type Blobs = Pick<BlobStore, 'get'>;

const pieceValues = 2 ** 20;

export async function arraysOfImages(
  version: DatasetVersion,
  blobs: Blobs,
  tell: (rows: number) => void,
): Promise<VersionArrays> {
  const { size } = imagesIn(version.schema);
  const target = await targetArray(version, blobs);
  const shape = [version.rows, size.height, size.width, size.channels];
  return {
    arrays: { x: { values: pixelsOf(version, blobs, tell), dtype: 'uint8', shape }, ...target.arrays },
    about: { x: { dimensions: ['image', 'height', 'width', 'channel'], fit: size.fit }, ...target.about },
  };
}

async function* pixelsOf(
  version: DatasetVersion,
  blobs: Blobs,
  tell: (rows: number) => void,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const data = imagesIn(version.schema);
  const { size, pixels } = data;
  const values = size.height * size.width * size.channels;
  const atOnce = Math.max(1, Math.floor(pieceValues / values));
  const { items, reader } = await itemsOf(version, data, blobs);
  for (let from = 0; from < items.length; from += atOnce) {
    const count = Math.min(atOnce, items.length - from);
    const out = new Uint8Array(count * values);
    for (let i = 0; i < count; i++) {
      const bytes = await reader.read(items[from + i] as number);
      const image = pixels ? { ...pixels, data: bytes } : await decodeImage(bytes, `image ${from + i + 1}`);
      resizePixels(image, size, out, i * values);
    }
    yield out;
    tell(from + count);
  }
}

export async function* filesOfImages(
  version: DatasetVersion,
  blobs: Blobs,
  tell: (rows: number) => void,
): AsyncGenerator<ZippedFile> {
  const data = imagesIn(version.schema);
  const { items, reader } = await itemsOf(version, data, blobs);
  const folderOf = await folderByLabel(version, blobs);
  const names = version.schema.columns.some(({ name }) => name === imageColumn)
    ? (
        await readColumns(version.chunks, blobs, version.schema, [imageColumn], {
          asText: new Set([imageColumn]),
        })
      ).get(imageColumn)?.data
    : undefined;
  for (const [row, item] of items.entries()) {
    const bytes = await reader.read(item);
    const told = String(names?.[row] ?? '')
      .split('/')
      .at(-1);
    const stem = told || String(row + 1).padStart(6, '0');
    if (data.pixels) {
      const file = writeBmp({ ...data.pixels, data: bytes });
      yield { path: `${folderOf(row)}${stem}.bmp`, bytes: new Uint8Array(await file.arrayBuffer()) };
    } else {
      const { type } = readImageHeader(bytes, stem) ?? { type: 'bin' };
      yield { path: folderOf(row) + (/\.\w{2,5}$/.test(stem) ? stem : `${stem}.${type}`), bytes };
    }
    tell(row + 1);
  }
}

async function itemsOf(version: DatasetVersion, data: ImageSchema, blobs: Blobs) {
  const columns = await readColumns(version.chunks, blobs, version.schema, [itemColumn]);
  return {
    items: columns.get(itemColumn)?.data as Float64Array,
    reader: new ItemReader(data.items, blobs),
  };
}
