export interface HistogramBin {
  low: number;
  high: number;
  count: number;
}

/** Equal bins over the range of the values; the last one holds its upper edge too. */
export function histogram(values: ArrayLike<number>, binCount: number): HistogramBin[] {
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < values.length; i++) {
    min = Math.min(min, values[i] as number);
    max = Math.max(max, values[i] as number);
  }
  if (!Number.isFinite(max - min)) return [];
  if (min === max) return [{ low: min, high: max, count: values.length }];
  const edge = (i: number) => (i === binCount ? max : min + ((max - min) * i) / binCount);
  const counts = new Uint32Array(binCount);
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    let bin = Math.min(binCount - 1, Math.floor(((value - min) / (max - min)) * binCount));
    // Rounding of the quotient must not move a value over its edge.
    if (value < edge(bin)) bin--;
    else if (bin < binCount - 1 && value >= edge(bin + 1)) bin++;
    counts[bin] = (counts[bin] as number) + 1;
  }
  return Array.from(counts, (count, i) => ({ low: edge(i), high: edge(i + 1), count }));
}
