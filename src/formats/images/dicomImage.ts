/**
 * A DICOM image as a plain picture: what its window shows, in 8 bits. Only the pixels go on; names, dates and numbers
 * of persons stay behind.
 */
import { TetradError } from '#/core/protocol/errors';
import { channelsOf } from '../arrays/dicom/framePixels';
import { FrameReader } from '../arrays/dicom/frameReader';
import { type DicomImage, readImageFacts } from '../arrays/dicom/imageFacts';
import { openDicomFile } from '../arrays/dicom/openDicomFile';
import type { NumberArray } from '../arrays/numericType';
import { packPng } from './packPng';

export async function dicomAsPng(
  bytes: Uint8Array<ArrayBuffer>,
  path: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const blob = new Blob([bytes]);
  const entry = {
    path,
    bytes: bytes.length,
    head: async (most: number) => bytes.slice(0, most),
    whole: async () => bytes,
    blob: async () => blob,
  };
  const file = await openDicomFile(entry, path);
  const image = file && readImageFacts(file, path);
  const refuse = (message: string) => new TetradError({ code: 'unsupported', message, place: path });
  if (!image) throw refuse('without an image');
  if (image.frames.length > 1) throw refuse('a film of several frames');
  const raw = await new FrameReader().read(image, 0, path);
  const { rows, columns } = image.form;
  const data = asSeen(raw, image);
  return await packPng({ width: columns, height: rows, channels: channelsOf(image.form), data });
}

function asSeen(raw: NumberArray, { form, frames: [first], window }: DicomImage): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(raw.length);
  if (channelsOf(form) === 3) {
    const down = form.palette ? (form.palette.bits === 16 ? 8 : 0) : form.stored - 8;
    for (let i = 0; i < raw.length; i++) out[i] = (raw[i] as number) >> Math.max(0, down);
    return out;
  }
  const { slope = 1, intercept = 0 } = first ?? {};
  const [low, high] = window
    ? [window.center - 0.5 - (window.width - 1) / 2, window.center - 0.5 + (window.width - 1) / 2]
    : rangeOf(raw).map((value) => value * slope + intercept);
  const span = Math.max((high ?? 1) - (low ?? 0), 1e-9);
  const inverted = form.photometric === 'MONOCHROME1';
  for (let i = 0; i < raw.length; i++) {
    const share = Math.max(0, Math.min(1, ((raw[i] as number) * slope + intercept - (low ?? 0)) / span));
    out[i] = Math.round(255 * (inverted ? 1 - share : share));
  }
  return out;
}

function rangeOf(raw: NumberArray): [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of raw) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return Number.isFinite(low) && Number.isFinite(high) ? [low, high] : [0, 1];
}
