/**
 * A window as parts that are hidden together: an image as superpixels (SLIC, Achanta et al. 2012), a series as stretches of
 * each channel, a field as boxes in time and space.
 */
import { sizeOf } from '../../arch/sizeOf';
import type { WindowSamples } from '../../kinds/rawSamples';

export interface Parts {
  count: number;
  /** Of which part each value is. */
  of: Int32Array;
}

const mostSplitChannels = 4;

export function partsOf({ shape, values }: Pick<WindowSamples, 'shape' | 'values'>, most: number): Parts {
  const channels = shape.at(-1) ?? 1;
  const sides = shape.slice(0, -1);
  const places = sizeOf(sides);
  const spread = (of: Int32Array) =>
    Int32Array.from({ length: places * channels }, (_, i) => of[Math.floor(i / channels)] as number);
  if (sides.length === 2) {
    const of = superpixels(sides as [number, number], channels, values, most);
    return { count: 1 + of.reduce((a, b) => Math.max(a, b), 0), of: spread(of) };
  }
  const splits = sides.length === 1 && channels <= mostSplitChannels;
  const each = Math.max(1, Math.floor(most / (splits ? channels : 1)));
  const counts = boxCounts(sides, each);
  const of = new Int32Array(places);
  for (let place = 0; place < places; place++) {
    let [rest, part] = [place, 0];
    let stride = places;
    for (const [axis, side] of sides.entries()) {
      stride /= side;
      const at = Math.floor(rest / stride);
      rest -= at * stride;
      part = part * (counts[axis] as number) + Math.floor((at * (counts[axis] as number)) / side);
    }
    of[place] = part;
  }
  const boxes = sizeOf(counts);
  if (!splits) return { count: boxes, of: spread(of) };
  return {
    count: boxes * channels,
    of: Int32Array.from(
      { length: places * channels },
      (_, i) => (of[Math.floor(i / channels)] as number) * channels + (i % channels),
    ),
  };
}

/** Boxes along each side, about so many in all, the longest sides cut first. */
function boxCounts(sides: readonly number[], most: number): number[] {
  const counts = sides.map(() => 1);
  for (;;) {
    const [axis] = sides
      .map((side, i) => ({ i, length: side / (counts[i] as number) }))
      .filter(
        ({ i, length }) =>
          length > 1 && (sizeOf(counts) / (counts[i] as number)) * ((counts[i] as number) + 1) <= most,
      )
      .sort((a, b) => b.length - a.length);
    if (!axis) return counts;
    counts[axis.i] = (counts[axis.i] as number) + 1;
  }
}

const rounds = 6;
/** How much a step of one cell counts beside a step of one standard deviation of the colours. */
const compactness = 1;

function superpixels(
  [height, width]: [number, number],
  channels: number,
  values: Float32Array,
  most: number,
): Int32Array {
  const cell = Math.max(1, Math.sqrt((height * width) / most));
  const [down, across] = [Math.max(1, Math.floor(height / cell)), Math.max(1, Math.floor(width / cell))];
  const colour = (place: number, channel: number) => {
    const value = values[place * channels + channel] as number;
    return Number.isNaN(value) ? 0 : value;
  };
  let [mean, squares] = [0, 0];
  for (let i = 0; i < values.length; i++)
    mean += (Number.isNaN(values[i] as number) ? 0 : (values[i] as number)) / values.length;
  for (let i = 0; i < values.length; i++) squares += ((values[i] as number) - mean || 0) ** 2 / values.length;
  const scale = 1 / (squares || 1);
  const size = 2 + channels;
  const centres = new Float64Array(down * across * size);
  for (let i = 0; i < down; i++)
    for (let k = 0; k < across; k++) {
      const [y, x] = [((i + 0.5) * height) / down, ((k + 0.5) * width) / across];
      const place = Math.floor(y) * width + Math.floor(x);
      centres.set(
        [y, x, ...Array.from({ length: channels }, (_, channel) => colour(place, channel))],
        (i * across + k) * size,
      );
    }
  const of = new Int32Array(height * width);
  for (let round = 0; round < rounds; round++) {
    for (let place = 0; place < of.length; place++) {
      const [y, x] = [Math.floor(place / width), place % width];
      const [row, column] = [Math.floor((y * down) / height), Math.floor((x * across) / width)];
      let least = Number.POSITIVE_INFINITY;
      // A superpixel stays near the cell that it began in.
      for (let i = Math.max(0, row - 1); i <= Math.min(down - 1, row + 1); i++)
        for (let k = Math.max(0, column - 1); k <= Math.min(across - 1, column + 1); k++) {
          const at = (i * across + k) * size;
          let apart =
            (compactness *
              ((y + 0.5 - (centres[at] as number)) ** 2 + (x + 0.5 - (centres[at + 1] as number)) ** 2)) /
            cell ** 2;
          for (let channel = 0; channel < channels; channel++)
            apart += scale * (colour(place, channel) - (centres[at + 2 + channel] as number)) ** 2;
          if (apart < least) {
            least = apart;
            of[place] = i * across + k;
          }
        }
    }
    const counts = new Float64Array(down * across);
    const sums = new Float64Array(centres.length);
    for (let place = 0; place < of.length; place++) {
      const part = of[place] as number;
      counts[part] = (counts[part] as number) + 1;
      const add = (k: number, value: number) => {
        sums[part * size + k] = (sums[part * size + k] as number) + value;
      };
      add(0, Math.floor(place / width) + 0.5);
      add(1, (place % width) + 0.5);
      for (let channel = 0; channel < channels; channel++) add(2 + channel, colour(place, channel));
    }
    for (let i = 0; i < sums.length; i++) {
      const count = counts[Math.floor(i / size)] as number;
      if (count > 0) centres[i] = (sums[i] as number) / count;
    }
  }
  const numbers = new Map<number, number>();
  return of.map((part) => {
    const number = numbers.get(part) ?? numbers.size;
    numbers.set(part, number);
    return number;
  });
}
