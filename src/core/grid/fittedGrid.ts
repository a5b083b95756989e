/**
 * How a field over time and space enters a network: which channels, standardised with what, in windows of which
 * size. Part of a model version. The arithmetic is float32, value by value, as the exported graph does it.
 */
import { limited } from '../transforms/featureLimit';
import { safeScale } from '../transforms/scale';

export interface FittedChannel {
  name: string;
  unit?: string;
  mean: number;
  std: number;
}

export interface FittedGrid {
  channels: FittedChannel[];
  /** Of one sample: times, x, y, z. */
  size: [number, number, number, number];
  /** Forecast: steps from the last time of the window to the answer. */
  horizon: number;
}

/** What a network on such samples takes, without batch. */
export const gridShape = ({ size, channels }: FittedGrid): number[] => [...size, channels.length];

/** Mean and standard deviation per channel (fastest) of frames that come one after the other, missing values left out. */
export class ChannelFit {
  private readonly counts: Float64Array;
  private readonly means: Float64Array;
  private readonly squares: Float64Array;
  private readonly channels: readonly Pick<FittedChannel, 'name' | 'unit'>[];

  constructor(channels: readonly Pick<FittedChannel, 'name' | 'unit'>[]) {
    this.channels = channels;
    const { length } = channels;
    this.counts = new Float64Array(length);
    this.means = new Float64Array(length);
    this.squares = new Float64Array(length);
  }

  /** One frame: the values from `start` to `end`. */
  add(values: Float32Array, start: number, end: number): void {
    const { counts, means, squares } = this;
    const width = counts.length;
    for (let i = start, channel = 0; i < end; i++, channel = channel + 1 === width ? 0 : channel + 1) {
      const value = values[i] as number;
      if (Number.isNaN(value)) continue;
      // Welford: no loss of digits on values far from zero.
      const count = (counts[channel] as number) + 1;
      const off = value - (means[channel] as number);
      counts[channel] = count;
      means[channel] = (means[channel] as number) + off / count;
      squares[channel] = (squares[channel] as number) + off * (value - (means[channel] as number));
    }
  }

  fitted(): FittedChannel[] {
    return this.channels.map(({ name, unit }, channel) => {
      const mean = this.means[channel] as number;
      const variance = (this.squares[channel] as number) / Math.max(1, this.counts[channel] as number);
      return {
        name,
        ...(unit === undefined ? {} : { unit }),
        mean: Math.fround(mean),
        std: Math.fround(safeScale(Math.sqrt(variance), mean)),
      };
    });
  }
}

/**
 * Stands for a missing value in standardised fields that are forecast: networks take it as 0, no error counts it.
 * Finite, because shaders may treat NaN as they like; no standardised value is near it.
 */
export const missingMark = Math.fround(-3e38);
/** Values below it are missing. */
export const missingBelow = -2e38;
export const isMissing = (value: number): boolean => value < missingBelow;

/** In place: (value - mean) / std within the limit, missing becomes `missing`: 0, which is the mean, unless said. */
export function standardizeFrames(
  values: Float32Array,
  channels: readonly FittedChannel[],
  missing = 0,
): void {
  const width = channels.length;
  const means = Float32Array.from(channels, ({ mean }) => mean);
  const stds = Float32Array.from(channels, ({ std }) => std);
  for (let i = 0, channel = 0; i < values.length; i++, channel = channel + 1 === width ? 0 : channel + 1) {
    const value = Math.fround((values[i] as number) - (means[channel] as number)) / (stds[channel] as number);
    values[i] = Number.isNaN(value) ? missing : limited(value);
  }
}

/** Back to the field's own units, in place. */
export function restoreFrames(
  values: Float32Array,
  channels: readonly Pick<FittedChannel, 'mean' | 'std'>[],
): void {
  const width = channels.length;
  for (let i = 0; i < values.length; i++) {
    const { mean, std } = channels[i % width] as FittedChannel;
    values[i] = Math.fround(Math.fround((values[i] as number) * std) + mean);
  }
}
