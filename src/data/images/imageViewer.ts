/** Images of a version for the screen: files the browser shows, made small where they are large. */
import { ItemReader } from '#/core/items/itemReader';
import { unpackMarks, type ImageBox } from '#/core/images/imageMarks';
import { type ImageSchema, imagesIn, itemColumn } from '#/core/images/imageSchema';
import { maskKeys } from '#/core/images/maskCodes';
import type { Pixels } from '#/core/images/pixels';
import { resizePixels } from '#/core/images/resizePixels';
import type { DatasetVersion } from '#/core/protocol/dataset';
import type { BlobStore } from '#/core/protocol/storage';
import { readColumns } from '#/core/table/readColumns';
import { decodeImage } from '#/formats/images/decodeImage';
import { mimeOf, readImageHeader } from '#/formats/images/imageHeader';
import { writeBmp } from '#/formats/images/writeBmp';
import type { Viewer } from '../kinds/kindData';

export interface ImagesRequest {
  rows: number[];
  /** Longest side that is wanted; the image as it is when absent. */
  side?: number;
  marks?: boolean;
}

export interface ShownImage {
  /** Absent where it cannot be shown: `problem` says why. */
  file?: Blob;
  /** Of the image itself. */
  width: number;
  height: number;
  boxes?: ImageBox[];
  /** Of each pixel what it is of (core/images/maskCodes). */
  mask?: { width: number; height: number; classes: Uint32Array<ArrayBuffer> };
  problem?: string;
}

/** Files below this are handed over as they are. */
const smallBytes = 64 * 1024;

export class ImageViewer implements Viewer<ImagesRequest, ShownImage[]> {
  readonly #blobs: Pick<BlobStore, 'get'>;
  #open?: { id: string; items: Float64Array; reader: ItemReader; marks?: ItemReader; data: ImageSchema };

  constructor(blobs: Pick<BlobStore, 'get'>) {
    this.#blobs = blobs;
  }

  async read(version: DatasetVersion, { rows, side, marks }: ImagesRequest): Promise<ShownImage[]> {
    const open = await this.#of(version);
    const shown: ShownImage[] = [];
    for (const row of rows) {
      const item = open.items[row];
      if (item === undefined) continue;
      const bytes = await open.reader.read(item);
      shown.push({
        ...(await show(bytes, open.data, side)),
        ...(marks && open.marks && (await marksOf(await open.marks.read(item)))),
      });
    }
    return shown;
  }

  async #of(version: DatasetVersion) {
    if (this.#open?.id === version.id) return this.#open;
    const data = imagesIn(version.schema);
    const columns = await readColumns(version.chunks, this.#blobs, version.schema, [itemColumn]);
    this.#open = {
      id: version.id,
      items: columns.get(itemColumn)?.data as Float64Array,
      reader: new ItemReader(data.items, this.#blobs),
      ...(data.marks && { marks: new ItemReader(data.marks, this.#blobs) }),
      data,
    };
    return this.#open;
  }
}

async function show(
  bytes: Uint8Array<ArrayBuffer>,
  { pixels }: ImageSchema,
  side: number | undefined,
): Promise<ShownImage> {
  if (pixels)
    return { file: writeBmp({ ...pixels, data: bytes }), width: pixels.width, height: pixels.height };
  const header = readImageHeader(bytes, 'image');
  if (!header) return { width: 1, height: 1, problem: 'no image' };
  const { type, width, height } = header;
  const asIs: ShownImage = { file: new Blob([bytes], { type: mimeOf[type] }), width, height };
  const isSmall = side === undefined || bytes.length <= smallBytes || Math.max(width, height) <= 2 * side;
  if (isSmall && type !== 'tiff') return asIs;
  try {
    const image = await decodeImage(bytes, 'image');
    const scale = Math.min(1, (side ?? Number.POSITIVE_INFINITY) / Math.max(image.width, image.height));
    const small = scale < 1 ? scaled(image, scale) : image;
    return { file: writeBmp(small), width: image.width, height: image.height };
  } catch (thrown) {
    if (type !== 'tiff') return asIs;
    return { width, height, problem: thrown instanceof Error ? thrown.message : String(thrown) };
  }
}

function scaled(image: Pixels, scale: number): Pixels {
  const size = {
    width: Math.max(1, Math.round(image.width * scale)),
    height: Math.max(1, Math.round(image.height * scale)),
    channels: image.channels,
  };
  const data = new Uint8Array(size.width * size.height * size.channels);
  resizePixels(image, { ...size, fit: 'stretch' }, data);
  return { ...size, data };
}

async function marksOf(bytes: Uint8Array<ArrayBuffer>): Promise<Pick<ShownImage, 'boxes' | 'mask'>> {
  const { boxes, mask } = unpackMarks(bytes);
  if (!mask) return { boxes };
  const image = await decodeImage(mask, 'mask');
  return { boxes, mask: { width: image.width, height: image.height, classes: maskKeys(image) } };
}
