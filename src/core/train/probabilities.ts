/** Raw network output to answers, on the host in float64. */
import { largestIndex } from '../stats/largestIndex';

/**
 * Row-major [rows, classes] probabilities from logits of `width` per row: softmax, or for a single
 * log-odds (binary cross-entropy) the pair [1 - p, p].
 */
export function probabilities(logits: ArrayLike<number>, width: number): Float64Array<ArrayBuffer> {
  const rows = logits.length / width;
  const classes = width === 1 ? 2 : width;
  const result = new Float64Array(rows * classes);
  for (let row = 0; row < rows; row++) {
    if (width === 1) {
      const logit = logits[row] ?? Number.NaN;
      result[2 * row] = 1 / (1 + Math.exp(logit));
      result[2 * row + 1] = 1 / (1 + Math.exp(-logit));
      continue;
    }
    const start = row * width;
    let highest = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < width; i++) highest = Math.max(highest, logits[start + i] ?? Number.NaN);
    let sum = 0;
    for (let i = 0; i < width; i++) {
      const value = Math.exp((logits[start + i] ?? Number.NaN) - highest);
      result[start + i] = value;
      sum += value;
    }
    for (let i = 0; i < width; i++) result[start + i] = (result[start + i] ?? Number.NaN) / sum;
  }
  return result;
}

/** Index of the largest of each row's `classes` values; the first of equals, as ONNX ArgMax. */
export function largestPerRow(values: ArrayLike<number>, classes: number): Int32Array<ArrayBuffer> {
  const rows = values.length / classes;
  const result = new Int32Array(rows);
  for (let row = 0; row < rows; row++) result[row] = largestIndex(values, row * classes, classes);
  return result;
}
