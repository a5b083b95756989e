/** How images enter a network: at what size, and standardised with what. Part of a model version. */
import { safeScale } from '../transforms/scale';
import type { ImageSize } from './imageSchema';

export interface FittedImages extends ImageSize {
  /** Of each channel over the training images, 0 to 255. */
  mean: number[];
  std: number[];
}

export const imageShape = ({ height, width, channels }: Omit<ImageSize, 'fit'>): number[] => [
  height,
  width,
  channels,
];

/** Mean and deviation of each channel over images of one size. */
export class PixelFit {
  readonly #sums: Float64Array;
  readonly #squares: Float64Array;
  readonly #size: ImageSize;
  #pixels = 0;

  constructor(size: ImageSize) {
    this.#size = size;
    this.#sums = new Float64Array(size.channels);
    this.#squares = new Float64Array(size.channels);
  }

  add(values: Uint8Array, start: number, end: number): void {
    const { channels } = this.#size;
    for (let i = start, channel = 0; i < end; i++, channel = channel + 1 === channels ? 0 : channel + 1) {
      const value = values[i] as number;
      this.#sums[channel] = (this.#sums[channel] as number) + value;
      this.#squares[channel] = (this.#squares[channel] as number) + value * value;
    }
    this.#pixels += (end - start) / channels;
  }

  fitted(): FittedImages {
    const count = Math.max(1, this.#pixels);
    const means = Array.from(this.#sums, (sum) => sum / count);
    const stds = Array.from(this.#squares, (sum, channel) =>
      Math.sqrt(Math.max(0, sum / count - (means[channel] as number) ** 2)),
    );
    return {
      ...this.#size,
      mean: means.map(Math.fround),
      std: stds.map((std, channel) => Math.fround(safeScale(std, means[channel] as number))),
    };
  }
}

/** (value - mean) / std in float32, value by value, as the exported graph does it. */
export function standardizePixels(
  values: ArrayLike<number>,
  fitted: Pick<FittedImages, 'mean' | 'std'>,
  to = new Float32Array(values.length),
  at = 0,
): Float32Array<ArrayBuffer> {
  if (values instanceof Uint8Array) {
    const table = standardized(fitted);
    for (let i = 0, first = 0; i < values.length; i++, first = first + 256 === table.length ? 0 : first + 256)
      to[at + i] = table[first + (values[i] as number)] as number;
    return to;
  }
  const channels = fitted.mean.length;
  const means = Float32Array.from(fitted.mean);
  const stds = Float32Array.from(fitted.std);
  for (let i = 0, channel = 0; i < values.length; i++, channel = channel + 1 === channels ? 0 : channel + 1)
    to[at + i] = Math.fround((values[i] as number) - (means[channel] as number)) / (stds[channel] as number);
  return to;
}

const tables = new WeakMap<Pick<FittedImages, 'mean' | 'std'>, Float32Array>();

/** Of each channel what its 256 values become: a look is quicker than a division. */
function standardized(fitted: Pick<FittedImages, 'mean' | 'std'>): Float32Array {
  const known = tables.get(fitted);
  if (known) return known;
  const means = Float32Array.from(fitted.mean);
  const stds = Float32Array.from(fitted.std);
  const table = Float32Array.from({ length: means.length * 256 }, (_, i) => {
    const channel = i >> 8;
    return Math.fround((i & 255) - (means[channel] as number)) / (stds[channel] as number);
  });
  tables.set(fitted, table);
  return table;
}
