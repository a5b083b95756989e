/**
 * The colours a person starts with: robust percentiles over the moments at hand, so that one outlier does not leave
 * a map in a single colour. All levels share them, but one whose pattern would not show in them has its own.
 */
import { quantileOfSorted } from '../stats/quantile';
import type { FrameSize } from './slicePixels';

interface Span {
  low: number;
  high: number;
}

/** Left out at either end. */
const tail = 0.01;
/** Of the colours of all levels; what spans less gets its own. */
const leastShare = 1 / 4;
/** Enough for percentiles; beyond, values are picked evenly. */
const mostValues = 50_000;
const goldenRatio = (Math.sqrt(5) - 1) / 2;

/** For the level `z` of `frames` [x, y, z]; `signed` is even around zero. Undefined without two values. */
export function shownRange(
  frames: readonly Float32Array[],
  [sx, sy, sz]: FrameSize,
  z: number,
  signed = false,
): Span | undefined {
  const robust = signed ? robustAroundZero : robustSpan;
  const all = robust(pick(frames, sx * sy * sz, (cell) => cell));
  if (sz === 1 || sx === 1 || sy === 1) return all;
  const level = robust(pick(frames, sx * sy, (cell) => cell * sz + z));
  const isVisible = all && level && level.high - level.low >= leastShare * (all.high - all.low);
  return isVisible ? all : (level ?? all);
}

/** Sorted numbers of the cells 0 to `cells` of each frame. */
function pick(
  frames: readonly Float32Array[],
  cells: number,
  indexOf: (cell: number) => number,
): Float32Array {
  const total = frames.length * cells;
  const count = Math.min(total, mostValues);
  const values = new Float32Array(count);
  let found = 0;
  for (let i = 0; i < count; i++) {
    const place = count === total ? i : Math.floor(((i * goldenRatio) % 1) * total);
    const value = frames[Math.floor(place / cells)]?.[indexOf(place % cells)] ?? Number.NaN;
    if (Number.isFinite(value)) values[found++] = value;
  }
  return values.subarray(0, found).sort();
}

/** Of what is nearly of one value, all of it. */
function robustSpan(sorted: Float32Array): Span | undefined {
  const [low, high] = [quantileOfSorted(sorted, tail), quantileOfSorted(sorted, 1 - tail)];
  if (high > low) return { low, high };
  const [least, most] = [sorted[0] ?? 0, sorted.at(-1) ?? 0];
  return most > least ? { low: least, high: most } : undefined;
}

function robustAroundZero(sorted: Float32Array): Span | undefined {
  const sizes = sorted.map(Math.abs).sort();
  const high = quantileOfSorted(sizes, 1 - tail) || (sizes.at(-1) ?? 0);
  return high > 0 ? { low: -high, high } : undefined;
}
