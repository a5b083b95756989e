/** Frames of DICOM images as numbers, read when asked for; those read last are kept. */
import { TetradError } from '#/core/protocol/errors';
import type { NumberArray } from '../numericType';
import { packedFrames } from './fragments';
import { cutShort, frameBytes, mask, storedValues } from './framePixels';
import type { DicomImage, PixelForm } from './imageFacts';

const keptBytes = 128 * 1024 ** 2;

export class FrameReader {
  readonly #frames = new Map<string, { values: NumberArray; bytes: number }>();
  #bytes = 0;
  /** Of the compressed image that was read last: its frames, packed. */
  #packed: { image: DicomImage; frames: Promise<Uint8Array[]> } | undefined;
  /** Where a file has to be unpacked as a whole, the last one. */
  #blob: { image: DicomImage; blob: Promise<Blob> } | undefined;

  /** Stored values, by pixel: without slope and intercept. */
  async read(image: DicomImage, index: number, place: string): Promise<NumberArray> {
    const key = `${image.file.path}\n${index}`;
    const known = this.#frames.get(key);
    if (known) {
      this.#frames.delete(key);
      this.#frames.set(key, known);
      return known.values;
    }
    const values = await this.#decode(image, index, place);
    this.#keep(key, values);
    return values;
  }

  clear(): void {
    this.#frames.clear();
    this.#bytes = 0;
    this.#packed = undefined;
    this.#blob = undefined;
  }

  #keep(key: string, values: NumberArray): void {
    this.#frames.set(key, { values, bytes: values.byteLength });
    this.#bytes += values.byteLength;
    for (const [old, { bytes }] of this.#frames) {
      if (this.#bytes <= keptBytes || old === key) break;
      this.#frames.delete(old);
      this.#bytes -= bytes;
    }
  }

  async #decode(image: DicomImage, index: number, place: string): Promise<NumberArray> {
    const { form, file, frames } = image;
    const { pixels, syntax } = file;
    if (!pixels) throw cutShort(place);
    if (pixels.length >= 0) {
      const blob = await this.#blobOf(image);
      const bits = form.allocated === 1;
      const size = frameBytes(form);
      const start = Math.floor(index * size);
      const end = bits ? Math.ceil((index + 1) * size) : start + size;
      if (end > pixels.length || pixels.offset + end > blob.size) throw cutShort(place);
      const bytes = new Uint8Array(
        await blob.slice(pixels.offset + start, pixels.offset + end).arrayBuffer(),
      );
      // Words of 16 bits hold two values of 8, swapped in big-endian files.
      if (!syntax.littleEndian && form.allocated === 8 && pixels.vr === 'OW') swapPairs(bytes);
      return storedValues(
        bits ? shiftBits(bytes, (index * form.rows * form.columns) % 8) : bytes,
        form,
        syntax.littleEndian,
        place,
      );
    }
    if (this.#packed?.image !== image)
      this.#packed = {
        image,
        frames: this.#blobOf(image).then(async (blob) => {
          if (blob.size > 1024 ** 3) throw tooLarge(place);
          const bytes = new Uint8Array(await blob.slice(pixels.offset).arrayBuffer());
          return packedFrames(bytes, frames.length, place);
        }),
      };
    const packed = (await this.#packed.frames)[index];
    if (!packed) throw cutShort(place);
    return await unpackFrame(packed, image, place);
  }

  #blobOf(image: DicomImage): Promise<Blob> {
    if (this.#blob?.image !== image) this.#blob = { image, blob: image.file.blob() };
    return this.#blob.blob;
  }
}

async function unpackFrame(
  packed: Uint8Array,
  { file, form }: DicomImage,
  place: string,
): Promise<NumberArray> {
  const { coding } = file.syntax;
  switch (coding) {
    case 'rle': {
      const bytes = (await import('./rle')).decodeRle(packed, form, place);
      return storedValues(bytes, { ...form, planar: false }, true, place);
    }
    case 'jpegLossless':
      return afterCodec(
        (await import('./jpegLossless')).decodeJpegLossless(packed, form, place),
        form,
        place,
      );
    case 'jpeg':
      return await (await import('./jpegBaseline')).decodeJpegBaseline(packed, form, place);
    case 'jpegLs':
    case 'jpeg2000':
      return afterCodec(
        await (await import('./wasmCodecs')).decodeByWasm(coding, packed, form, place),
        form,
        place,
      );
    default:
      throw cutShort(place);
  }
}

/** Codecs give values by pixel; colours that they do not turn round are turned here. */
function afterCodec(values: NumberArray, form: PixelForm, place: string): NumberArray {
  if (form.palette || (form.samples === 3 && form.photometric === 'YBR_FULL')) {
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    return storedValues(
      bytes,
      { ...form, planar: false, allocated: values.BYTES_PER_ELEMENT === 1 ? 8 : 16 },
      true,
      place,
    );
  }
  if (form.samples === 1 && !form.float) mask(values, { ...form, highBit: form.stored - 1 });
  return values;
}

function swapPairs(bytes: Uint8Array): void {
  for (let i = 0; i + 1 < bytes.length; i += 2)
    [bytes[i], bytes[i + 1]] = [bytes[i + 1] as number, bytes[i] as number];
}

/** Frames of single bits follow each other without gaps. */
function shiftBits(bytes: Uint8Array, by: number): Uint8Array {
  if (by === 0) return bytes;
  return bytes.map((byte, i) => (byte >> by) | ((bytes[i + 1] ?? 0) << (8 - by)));
}

const tooLarge = (place: string): TetradError =>
  new TetradError({
    code: 'unsupported',
    message: 'Its packed pixels have more than 1 GB.',
    place,
    hint: 'Unpack it first: gdcmconv --raw in.dcm out.dcm.',
  });
