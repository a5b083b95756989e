/**
 * Values of each feature by the place of their bin: a tree asks only at the borders between bins, so that a split is
 * found by adding up a histogram rather than by sorting (LightGBM, Ke et al. 2017). A feature with few different values
 * has a bin for each, and a split between them is as exact as of sorted values.
 */
export interface BinnedFeatures {
  rows: number;
  width: number;
  /** By feature, its rows: [width, rows]. */
  bins: Uint8Array<ArrayBuffer>;
  /** By feature: values not above borders[b] are in bins up to b. One fewer than bins. */
  borders: Float32Array<ArrayBuffer>[];
  /** Where the bins of a feature begin in a histogram of all; one more than features. */
  offsets: Int32Array<ArrayBuffer>;
  /** By feature: what of its bins is to be known beyond their order. */
  natures: Nature[];
}

/** Of a feature that is not numbers alone. */
export interface Nature {
  /** It may be missing in rows to come. */
  mayMiss?: true;
  /** The last bin, of missing values, where there are some. */
  missingBin?: number;
  /** It is of codes of categories, from -1 (missing, or never seen) on: their bins, by code + 1. */
  binOfCode?: Uint8Array;
}

/** How a feature is to be taken. Absent: a missing value goes with the greatest. */
export type Taken = { mayMiss: true } | { codes: number } | undefined;

export const mostBins = 255;
/** Of so many rows borders are found as well as of all. */
const borderRows = 200_000;

/** `features`: row-major [rows, width]. */
export function binFeatures(
  features: Float32Array,
  width: number,
  most = mostBins,
  taken: readonly Taken[] = [],
): BinnedFeatures {
  const rows = width > 0 ? features.length / width : 0;
  const bins = new Uint8Array(rows * width);
  const borders: Float32Array<ArrayBuffer>[] = [];
  const offsets = new Int32Array(width + 1);
  const natures: Nature[] = [];
  const column = new Float32Array(rows);
  for (let feature = 0; feature < width; feature++) {
    for (let row = 0; row < rows; row++) column[row] = features[row * width + feature] as number;
    const own = bins.subarray(feature * rows, (feature + 1) * rows);
    const how = taken[feature];
    let count: number;
    if (how && 'codes' in how) {
      const binOfCode = binsOfCodes(column, how.codes, most);
      for (let row = 0; row < rows; row++) own[row] = binOfCode[(column[row] as number) + 1] as number;
      borders.push(new Float32Array());
      natures.push({ binOfCode });
      count = binOfCode.reduce((last, bin) => Math.max(last, bin), 0) + 1;
    } else {
      const isMissing = how !== undefined && column.some(Number.isNaN);
      const between = bordersOf(sample(column).sort(), isMissing ? most - 1 : most);
      const missingBin = between.length + 1;
      for (let row = 0; row < rows; row++) {
        const value = column[row] as number;
        own[row] = isMissing && Number.isNaN(value) ? missingBin : binOf(between, value);
      }
      borders.push(between);
      natures.push({ ...(how && { mayMiss: true }), ...(isMissing && { missingBin }) });
      count = between.length + 1 + Number(isMissing);
    }
    offsets[feature + 1] = (offsets[feature] as number) + count;
  }
  return { rows, width, bins, borders, offsets, natures };
}

/** A copy of all, or of rows evenly apart. */
function sample(column: Float32Array): Float32Array<ArrayBuffer> {
  const step = Math.max(1, column.length / borderRows);
  return Float32Array.from(
    { length: Math.floor(column.length / step) },
    (_, i) => column[Math.floor(i * step)] as number,
  );
}

/** A bin for each; where they are more than the bins, the rarest share the last. */
function binsOfCodes(column: Float32Array, codes: number, most: number): Uint8Array {
  const counts = new Float64Array(codes + 1);
  for (const code of column) counts[code + 1] = (counts[code + 1] as number) + 1;
  const order = Array.from(counts.keys());
  if (order.length > most)
    // That of missing and unseen ones stays for itself.
    order.sort(
      (a, b) => Number(b === 0) - Number(a === 0) || (counts[b] as number) - (counts[a] as number) || a - b,
    );
  const bins = new Uint8Array(codes + 1);
  for (const [bin, place] of order.entries()) bins[place] = Math.min(bin, most - 1);
  return bins;
}

/** Half way between different values; where these are more than the bins, at equal shares of the rows, as scikit-learn has them. */
function bordersOf(sorted: Float32Array, most: number): Float32Array<ArrayBuffer> {
  const known = sorted.findLastIndex((value) => !Number.isNaN(value)) + 1;
  const starts: number[] = [];
  for (let at = 1; at < known; at++) if (sorted[at] !== sorted[at - 1]) starts.push(at);
  if (starts.length >= most) return byCount(sorted, known, most);
  return Float32Array.from(starts, (at) => between(sorted[at - 1] as number, sorted[at] as number));
}

/** Percentiles: half way between the two values that one lies between. */
function byCount(sorted: Float32Array, rows: number, most: number): Float32Array<ArrayBuffer> {
  const last = sorted[rows - 1] as number;
  const borders: number[] = [];
  for (let bin = 1; bin < most; bin++) {
    const place = (bin * (rows - 1)) / most;
    const [low, high] = [sorted[Math.floor(place)] as number, sorted[Math.ceil(place)] as number];
    const border = low === high ? low : between(low, high);
    if (border < last && border !== borders.at(-1)) borders.push(border);
  }
  return Float32Array.from(borders);
}

/** In float32, not below a and below b. */
function between(a: number, b: number): number {
  const middle = Math.fround(a / 2 + b / 2);
  return middle >= a && middle < b ? middle : a;
}

/** How many borders the value is above; a missing one is above all. */
function binOf(borders: Float32Array, value: number): number {
  if (Number.isNaN(value)) return borders.length;
  let [low, high] = [0, borders.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value <= (borders[middle] as number)) high = middle;
    else low = middle + 1;
  }
  return low;
}
