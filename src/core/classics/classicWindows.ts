/** The windows of one channel as numbers in their own unit, in the order of time, and how the channel grows on the whole. */
import { isMissing } from '../grid/fittedGrid';
import { TetradError } from '../protocol/errors';
import type { Scale } from '../protocol/train';
import type { ClassicQuestion, ClassicWindow } from './fitClassic';

/** Windows share frames: values of all channels at one time, standardised. */
interface SharedWindows {
  rows: number;
  /** Row-major [frames, channels]. */
  features: Float32Array;
  /** Frame numbers, row-major [rows, times]. */
  frames?: Int32Array;
  /** Row-major [rows, steps]. */
  targetFrames?: Int32Array;
}

interface ChannelOf {
  channel: number;
  /** Channels of a frame. */
  width: number;
  scale: Scale;
  period?: number;
  name: string;
}

/** Values of all windows that are fitted at most: more would take long and tell nothing new. */
const mostValues = 40_000;

export function classicWindows(
  { rows, features, frames = new Int32Array(), targetFrames = new Int32Array() }: SharedWindows,
  { channel, width, scale, period = 1, name }: ChannelOf,
): Pick<ClassicQuestion, 'windows' | 'slope' | 'logSlope'> {
  const [times, steps] = [frames.length / rows, targetFrames.length / rows];
  const valueOf = (frame: number): number => {
    const value = features[frame * width + channel] as number;
    return isMissing(value) ? Number.NaN : value * scale.std + scale.mean;
  };
  const order = Uint32Array.from({ length: rows }, (_, row) => row).sort(
    (a, b) => (frames[a * times] as number) - (frames[b * times] as number),
  );
  const stride = Math.max(1, Math.ceil((rows * (times + steps)) / mostValues));
  const lag = Math.max(1, Math.min(period, times + steps - 1));
  const growth = [new Growth(lag, (value) => value), new Growth(lag, Math.log)] as const;
  let positive = true;
  const windows: ClassicWindow[] = [];
  for (let at = 0; at < rows; at += stride) {
    const row = order[at] as number;
    const own = [
      ...frames.subarray(row * times, (row + 1) * times),
      ...targetFrames.subarray(row * steps, (row + 1) * steps),
    ];
    const values = Float64Array.from(own, valueOf);
    const [window, truth] = [values.slice(0, times), values.slice(times)];
    if (window.some(Number.isNaN) || truth.every(Number.isNaN)) continue;
    windows.push({ window, truth });
    positive &&= !values.some((value) => value <= 0);
    for (const each of growth) each.add(own, values);
  }
  if (windows.length === 0)
    throw new TetradError({
      code: 'badInput',
      message: `“${name}” has no window without a gap to be fitted to.`,
      place: 'features',
      hint: 'Leave this channel out, fill its gaps, or cut the series into shorter windows.',
    });
  const [plain, logarithmic] = growth;
  return { windows, slope: plain.perStep(), ...(positive && { logSlope: logarithmic.perStep() }) };
}

/** The mean change over some steps, each change counted once however many windows hold it. */
class Growth {
  private readonly seen = new Set<number>();
  private sum = 0;
  private readonly lag: number;
  private readonly unit: (value: number) => number;

  constructor(lag: number, unit: (value: number) => number) {
    this.lag = lag;
    this.unit = unit;
  }

  add(frames: readonly number[], values: Float64Array): void {
    for (let t = this.lag; t < frames.length; t++) {
      const frame = frames[t] as number;
      const change = this.unit(values[t] as number) - this.unit(values[t - this.lag] as number);
      if (Number.isNaN(change) || this.seen.has(frame)) continue;
      this.seen.add(frame);
      this.sum += change;
    }
  }

  perStep(): number {
    return this.seen.size > 0 ? this.sum / this.seen.size / this.lag : 0;
  }
}
