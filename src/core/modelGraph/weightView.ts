import type { GraphWeight, WeightView } from './modelGraph';

const bins = 40;
const shownValues = 1000;

export function weightView(weight: GraphWeight, values: ArrayLike<number> | string[]): WeightView {
  if (isTexts(values)) return { ...weight, values: values.slice(0, shownValues) };
  const shown = Array.from({ length: Math.min(values.length, shownValues) }, (_, i) => values[i] as number);
  return { ...weight, stats: statsOf(values), values: shown };
}

const isTexts = (values: ArrayLike<number> | string[]): values is string[] => Array.isArray(values);

function statsOf(values: ArrayLike<number>): WeightView['stats'] {
  let [min, max, sum, squares, zeros, finite] = [Infinity, -Infinity, 0, 0, 0, 0];
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (!Number.isFinite(value)) continue;
    finite++;
    if (value === 0) zeros++;
    if (value < min) min = value;
    if (value > max) max = value;
    sum += value;
    squares += value * value;
  }
  if (finite === 0) return undefined;
  const mean = sum / finite;
  // In a second pass: the difference of large squares would lose it.
  let spread = 0;
  const counts = new Array<number>(bins).fill(0);
  const width = (max - min) / bins || 1;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (!Number.isFinite(value)) continue;
    spread += (value - mean) ** 2;
    const bin = Math.min(bins - 1, Math.floor((value - min) / width));
    counts[bin] = (counts[bin] as number) + 1;
  }
  return {
    min,
    max,
    mean,
    std: Math.sqrt(spread / finite),
    norm: Math.sqrt(squares),
    zeros,
    notFinite: values.length - finite,
    counts,
  };
}
