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
}

export const mostBins = 255;

/** `features`: row-major [rows, width]. */
export function binFeatures(features: Float32Array, width: number, most = mostBins): BinnedFeatures {
  const rows = width > 0 ? features.length / width : 0;
  const bins = new Uint8Array(rows * width);
  const borders: Float32Array<ArrayBuffer>[] = [];
  const offsets = new Int32Array(width + 1);
  const column = new Float32Array(rows);
  for (let feature = 0; feature < width; feature++) {
    for (let row = 0; row < rows; row++) column[row] = features[row * width + feature] as number;
    const between = bordersOf(Float32Array.from(column).sort(), most);
    for (let row = 0; row < rows; row++) bins[feature * rows + row] = binOf(between, column[row] as number);
    borders.push(between);
    offsets[feature + 1] = (offsets[feature] as number) + between.length + 1;
  }
  return { rows, width, bins, borders, offsets };
}

/** Half way between different values; where these are more than the bins, between equal counts of rows. */
function bordersOf(sorted: Float32Array, most: number): Float32Array<ArrayBuffer> {
  const known = sorted.findLastIndex((value) => !Number.isNaN(value)) + 1;
  const starts: number[] = [];
  for (let at = 1; at < known; at++) if (sorted[at] !== sorted[at - 1]) starts.push(at);
  const chosen = starts.length < most ? starts : byCount(starts, known, most);
  return Float32Array.from(chosen, (at) => between(sorted[at - 1] as number, sorted[at] as number));
}

/** Of the places where a new value starts, those nearest after each share of the rows. */
function byCount(starts: readonly number[], rows: number, most: number): number[] {
  const chosen: number[] = [];
  let at = 0;
  for (let bin = 1; bin < most; bin++) {
    const wanted = (bin * rows) / most;
    while (at < starts.length && (starts[at] as number) < wanted) at++;
    const start = starts[at];
    if (start !== undefined && start !== chosen.at(-1)) chosen.push(start);
  }
  return chosen;
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
