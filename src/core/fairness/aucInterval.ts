/** The area under the ROC curve with its interval (DeLong, DeLong and Clarke-Pearson 1988), by placements in ranks. */
export interface AreaWithInterval {
  area: number;
  low: number;
  high: number;
}

const z = 1.959963984540054;

export function aucInterval(scores: ArrayLike<number>, isPositive: ArrayLike<number>): AreaWithInterval {
  const [yes, no]: [number[], number[]] = [[], []];
  for (let i = 0; i < scores.length; i++) (isPositive[i] ? yes : no).push(scores[i] as number);
  if (yes.length === 0 || no.length === 0) return { area: Number.NaN, low: Number.NaN, high: Number.NaN };
  const over = placements(yes, no);
  const under = placements(no, yes).map((share) => 1 - share);
  const area = mean(over);
  if (yes.length < 2 || no.length < 2) return { area, low: 0, high: 1 };
  const spread = z * Math.sqrt(variance(over) / yes.length + variance(under) / no.length);
  return { area, low: Math.max(0, area - spread), high: Math.min(1, area + spread) };
}

/** Of each value the share of `others` below it, ties as halves. */
function placements(values: readonly number[], others: readonly number[]): Float64Array {
  const sorted = Float64Array.from(others).sort();
  return Float64Array.from(values, (value) => {
    const below = countBelow(sorted, value, false);
    return (below + (countBelow(sorted, value, true) - below) / 2) / sorted.length;
  });
}

function countBelow(sorted: Float64Array, value: number, orEqual: boolean): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const at = sorted[middle] as number;
    if (at < value || (orEqual && at === value)) low = middle + 1;
    else high = middle;
  }
  return low;
}

const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;

function variance(values: Float64Array): number {
  const centre = mean(values);
  return values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1);
}
