/**
 * An image to the size a network takes. Linear between pixels, and over all pixels that a smaller one covers, as Pillow's
 * BILINEAR does: what is thin does not vanish.
 */
import type { ImageSize } from './imageSchema';
import type { Pixels } from './pixels';

interface Rect {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Row-major [height, width, channels] of the size; into `to` from `at` on. */
export function resizePixels(image: Pixels, size: ImageSize, to: Uint8Array, at = 0): void {
  const { width, height, channels, data } = withChannels(image, size.channels);
  const [from, onto] = framesOf(image, size);
  if (
    from.width === onto.width &&
    from.height === onto.height &&
    width === size.width &&
    height === size.height
  ) {
    to.set(data, at);
    return;
  }
  to.fill(0, at, at + size.width * size.height * channels);
  const across = taps(from.x, from.width, onto.width, width);
  const down = taps(from.y, from.height, onto.height, height);
  // Rows that are needed, each made narrow once.
  const rows = new Map<number, Float64Array>();
  for (let y = 0; y < onto.height; y++) {
    const { first, weights } = down[y] as Taps;
    for (const row of rows.keys()) if (row < first) rows.delete(row);
    const out = new Float64Array(onto.width * channels);
    for (const [i, weight] of weights.entries()) {
      const number = first + i;
      let row = rows.get(number);
      if (!row) {
        row = narrow(data, number * width * channels, channels, across);
        rows.set(number, row);
      }
      for (let k = 0; k < out.length; k++) out[k] = (out[k] as number) + weight * (row[k] as number);
    }
    const start = at + ((onto.y + y) * size.width + onto.x) * channels;
    for (let k = 0; k < out.length; k++) to[start + k] = Math.round(out[k] as number);
  }
}

interface Taps {
  first: number;
  weights: Float64Array;
}

function narrow(data: Uint8Array, start: number, channels: number, across: readonly Taps[]): Float64Array {
  const row = new Float64Array(across.length * channels);
  for (const [x, { first, weights }] of across.entries())
    for (let channel = 0; channel < channels; channel++) {
      let sum = 0;
      for (let i = 0; i < weights.length; i++)
        sum += (weights[i] as number) * (data[start + (first + i) * channels + channel] as number);
      // 8 bits between the two passes, as Pillow rounds.
      row[x * channels + channel] = Math.round(sum);
    }
  return row;
}

/** For each place of the result: which pixels of a line count, and how much. */
function taps(start: number, length: number, count: number, size: number): Taps[] {
  const scale = length / count;
  const reach = Math.max(1, scale);
  return Array.from({ length: count }, (_, place) => {
    const centre = start + (place + 0.5) * scale;
    const first = Math.max(0, Math.trunc(centre - reach + 0.5));
    const last = Math.min(size, Math.trunc(centre + reach + 0.5));
    const weights = Float64Array.from({ length: Math.max(1, last - first) }, (_w, i) =>
      Math.max(0, 1 - Math.abs((first + i - centre + 0.5) / reach)),
    );
    const sum = weights.reduce((total, weight) => total + weight, 0);
    return {
      first: Math.min(first, size - 1),
      weights: sum > 0 ? weights.map((weight) => weight / sum) : Float64Array.of(1),
    };
  });
}

/** Which part of the image lands where. */
export function framesOf(
  { width, height }: Pick<Pixels, 'width' | 'height'>,
  size: ImageSize,
): [from: Rect, onto: Rect] {
  const whole = { x: 0, y: 0, width, height };
  const all = { x: 0, y: 0, width: size.width, height: size.height };
  if (size.fit === 'crop') {
    const scale = Math.min(width / size.width, height / size.height);
    const [w, h] = [size.width * scale, size.height * scale];
    return [{ x: (width - w) / 2, y: (height - h) / 2, width: w, height: h }, all];
  }
  if (size.fit === 'pad') {
    const scale = Math.max(width / size.width, height / size.height);
    const w = Math.max(1, Math.round(width / scale));
    const h = Math.max(1, Math.round(height / scale));
    const x = Math.floor((size.width - w) / 2);
    const y = Math.floor((size.height - h) / 2);
    return [whole, { x, y, width: w, height: h }];
  }
  return [whole, all];
}

/** Grey as the eye weighs colours (ITU-R BT.601). */
function withChannels(image: Pixels, channels: 1 | 3): Pixels {
  if (image.channels === channels) return image;
  const { width, height, data } = image;
  const count = width * height;
  const other = new Uint8Array(count * channels);
  if (channels === 3) for (let i = 0; i < count; i++) other.fill(data[i] as number, 3 * i, 3 * i + 3);
  else
    for (let i = 0; i < count; i++) {
      const [red, green, blue] = [data[3 * i], data[3 * i + 1], data[3 * i + 2]] as [number, number, number];
      other[i] = (red * 19_595 + green * 38_470 + blue * 7_471 + 0x8000) >> 16;
    }
  return { width, height, channels, data: other };
}
