/** What a person types for an input, as values: JSON, or numbers as they stand in a row or a table. */
import { TetradError } from '#/core/protocol/errors';
import type { GivenArray, OnnxPort } from '#/core/protocol/predict';

const mostFilled = 2_000_000;

/** Every size 1 at most: one value. */
export const isSingle = ({ shape }: OnnxPort): boolean =>
  shape !== undefined && shape.every((size, axis) => size === 1 || (axis === 0 && typeof size === 'string'));

export function readText({ name, dtype }: OnnxPort, text: string): GivenArray['value'] {
  const trimmed = text.trim();
  if (trimmed === '' && dtype !== 'string')
    throw new TetradError({
      code: 'badInput',
      message: `The input "${name}" is empty.`,
      place: `input "${name}"`,
      hint: 'Type its values, or fill it with zeros.',
    });
  if (/^[[{"]/.test(trimmed)) {
    try {
      return JSON.parse(trimmed) as unknown;
    } catch (cause) {
      if (dtype !== 'string')
        throw new TetradError(
          {
            code: 'badInput',
            message: `The input "${name}" is no JSON: ${cause instanceof Error ? cause.message : String(cause)}`,
            place: `input "${name}"`,
            hint: 'Write lists as [1, 2, 3], or numbers alone, a row each.',
          },
          { cause },
        );
    }
  }
  const rows = trimmed.split(/\r?\n/);
  if (dtype === 'string') return rows.length === 1 ? trimmed : rows;
  const cells = rows.map((row) =>
    row
      .split(/[\s,;]+/)
      .filter(Boolean)
      .map(cellOf),
  );
  return cells.length === 1 ? (cells[0] as unknown[]) : cells;
}

const cellOf = (text: string): unknown => (/^(true|false)$/i.test(text) ? /^true$/i.test(text) : text);

/** Sizes that are not fixed: one sample, and a few of whatever else. */
export const exampleShape = (shape: OnnxPort['shape']): number[] =>
  (shape ?? [1]).map((size, axis) => (typeof size === 'number' ? size : axis === 0 ? 1 : 4));

/** Undefined where that would be too many values to make up. */
export function filled(
  port: OnnxPort,
  how: 'zeros' | 'random',
): { shape: number[]; data: unknown } | undefined {
  const shape = exampleShape(port.shape);
  const size = shape.reduce((product, dim) => product * dim, 1);
  if (size > mostFilled) return undefined;
  if (port.dtype === 'string') return { shape, data: new Array<string>(size).fill('') };
  const isWhole = !/^(float|double|bfloat)/.test(port.dtype);
  const next = () => (how === 'zeros' ? 0 : isWhole ? Math.round(Math.random()) : 2 * Math.random() - 1);
  return { shape, data: Float32Array.from({ length: size }, next) };
}

/** Which axes of an input are those of a picture. Height and width are undefined where any will do. */
export interface PicturePort {
  order: 'channels first' | 'channels last';
  channels: 1 | 3 | 4;
  height?: number;
  width?: number;
}

export function pictureOf({ shape, dtype }: OnnxPort): PicturePort | undefined {
  if (!shape || shape.length < 3 || shape.length > 4 || !/^(float|uint8|float16|double)/.test(dtype))
    return undefined;
  const [c, h, w] = shape.slice(-3);
  const isChannels = (size: number | string | undefined): size is 1 | 3 | 4 =>
    size === 1 || size === 3 || size === 4;
  const of = (size: number | string | undefined) => (typeof size === 'number' ? size : undefined);
  const isSide = (size: number | string | undefined) => typeof size === 'string' || Number(size) > 4;
  if (isChannels(c) && isSide(h) && isSide(w))
    return { order: 'channels first', channels: c, height: of(h), width: of(w) };
  if (isChannels(w) && isSide(c) && isSide(h))
    return { order: 'channels last', channels: w, height: of(c), width: of(h) };
  return undefined;
}

/** How shades of 0 to 255 become what a network was taught with. */
export const pictureScales = {
  unit: { title: '0 to 1', of: (shade: number) => shade / 255 },
  signed: { title: '−1 to 1', of: (shade: number) => shade / 127.5 - 1 },
  bytes: { title: '0 to 255', of: (shade: number) => shade },
  imagenet: {
    title: 'ImageNet mean and deviation',
    of: (shade: number, channel: number) =>
      (shade / 255 - ([0.485, 0.456, 0.406][channel] ?? 0)) / ([0.229, 0.224, 0.225][channel] ?? 1),
  },
} as const;
export type PictureScale = keyof typeof pictureScales;

/** From the pixels of a canvas, red, green, blue and alpha, to the values of one picture. */
export function pictureValues(
  { data, width, height }: Pick<ImageData, 'data' | 'width' | 'height'>,
  { order, channels }: PicturePort,
  scale: PictureScale,
): { shape: number[]; data: Float32Array } {
  const pixels = width * height;
  const values = new Float32Array(pixels * channels);
  const shadeOf = (pixel: number, channel: number): number => {
    const at = 4 * pixel;
    if (channels > 1) return data[at + channel] as number;
    // ITU-R 601, as Pillow's convert("L") weighs them.
    return 0.299 * (data[at] as number) + 0.587 * (data[at + 1] as number) + 0.114 * (data[at + 2] as number);
  };
  for (let pixel = 0; pixel < pixels; pixel++)
    for (let channel = 0; channel < channels; channel++)
      values[order === 'channels first' ? channel * pixels + pixel : pixel * channels + channel] =
        pictureScales[scale].of(shadeOf(pixel, channel), channel);
  return {
    shape: order === 'channels first' ? [channels, height, width] : [height, width, channels],
    data: values,
  };
}
