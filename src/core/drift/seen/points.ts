/** What a model sees of samples, as few numbers each. */
import { normals } from '../../random/random';

/** Row-major [rows, width]. */
export interface Points {
  rows: number;
  width: number;
  values: Float32Array<ArrayBuffer>;
}

/** Wider ones are projected. */
export const mostWidth = 64;

/**
 * A random projection onto `to` axes where there are more: distances stay as they are but for about 1/sqrt(to)
 * (Johnson and Lindenstrauss 1984, doi.org/10.1090/conm/026/737400). Always the same one for the same width.
 */
export function narrowed({ rows, width, values }: Points, to = mostWidth): Points {
  if (width <= to) return { rows, width, values };
  const found = new Float32Array(rows * to);
  const scale = 1 / Math.sqrt(to);
  const sums = new Float64Array(rows * to);
  for (let axis = 0; axis < width; axis++) {
    const directions = normals(1, 'drift/projection', axis, to);
    for (let row = 0; row < rows; row++) {
      const value = (values[row * width + axis] as number) * scale;
      if (value === 0) continue;
      for (let k = 0; k < to; k++) (sums[row * to + k] as number) += value * (directions[k] as number);
    }
  }
  found.set(sums);
  return { rows, width: to, values: found };
}

export function pointsAt({ width, values }: Points, rows: ArrayLike<number>): Points {
  const taken = new Float32Array(rows.length * width);
  for (let i = 0; i < rows.length; i++) {
    const from = (rows[i] as number) * width;
    taken.set(values.subarray(from, from + width), i * width);
  }
  return { rows: rows.length, width, values: taken };
}
