/** Images with their masks, as a version stores them: a frame is the pixels of the size, and behind them their labels. */
import { unpackMarks } from '#/core/images/imageMarks';
import { type ImageSchema, imagesIn } from '#/core/images/imageSchema';
import { maskCodes, type MaskLabels, maskKeys } from '#/core/images/maskCodes';
import type { Pixels } from '#/core/images/pixels';
import { resizeCodes } from '#/core/images/resizeCodes';
import { resizePixels } from '#/core/images/resizePixels';
import { ItemReader } from '#/core/items/itemReader';
import type { DatasetVersion } from '#/core/protocol/dataset';
import { TetradError } from '#/core/protocol/errors';
import { decodeImage } from '#/formats/images/decodeImage';
import type { Blobs } from '../kindEngine';
import { type ImageFrames, ImageStore } from './imageStore';

export class MaskStore implements ImageFrames {
  readonly reader: ItemReader;
  readonly size: ImageFrames['size'];
  readonly imageBytes: number;
  readonly answerBytes: number;
  readonly #images: ImageStore;
  readonly #marks: ItemReader;
  readonly #labels: MaskLabels;
  readonly #nameOf: (row: number) => string;

  constructor(
    version: Pick<DatasetVersion, 'schema'>,
    labels: MaskLabels,
    blobs: Blobs,
    nameOf: (row: number) => string,
  ) {
    const { size, marks } = imagesIn(version.schema);
    this.#images = new ImageStore(version, size, blobs, nameOf);
    this.#marks = new ItemReader(marks as NonNullable<ImageSchema['marks']>, blobs);
    this.reader = this.#images.reader;
    this.size = size;
    this.imageBytes = this.#images.imageBytes;
    this.answerBytes = size.width * size.height;
    this.#labels = labels;
    this.#nameOf = nameOf;
  }

  async into(item: number, row: number, to: Uint8Array, at: number): Promise<void> {
    const image = await this.#images.pixels(item, row);
    resizePixels(image, this.size, to, at);
    const { boxes, mask } = unpackMarks(await this.#marks.read(item));
    const drawn = mask && (await decodeImage(mask, this.#nameOf(row)));
    if (drawn) requireSize(drawn, image, this.#nameOf(row));
    const codes = maskCodes({ boxes, ...(drawn && { keys: maskKeys(drawn) }) }, image, this.#labels);
    resizeCodes(codes, image, this.size, to, at + this.imageBytes);
  }
}

function requireSize(mask: Pixels, image: Pixels, name: string): void {
  if (mask.width === image.width && mask.height === image.height) return;
  throw new TetradError({
    code: 'badInput',
    message: `The mask has ${mask.width} × ${mask.height} pixels and its image ${image.width} × ${image.height}.`,
    place: name,
    hint: 'Save the mask at the size of its image, or leave it out, and import the files again.',
  });
}
