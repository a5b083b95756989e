/**
 * Random orthogonal matrices (Saxe et al. 2014): what is multiplied by one keeps its length, step after step. Rows of
 * normal numbers are made orthogonal to those before, twice, so that nothing of them is left over by rounding.
 */

/** `draws`: normal numbers of the matrix [rows, columns], both multiples of `square`. */
export function orthogonalSquares(
  draws: Float32Array,
  [rows = 1, columns = 1]: readonly number[],
  square: number,
): Float32Array {
  const result = new Float32Array(draws.length);
  for (let top = 0; top < rows; top += square)
    for (let left = 0; left < columns; left += square) {
      const made: Float64Array[] = [];
      for (let i = 0; i < square; i++) {
        const at = (top + i) * columns + left;
        const row = Float64Array.from(draws.subarray(at, at + square));
        for (const other of [...made, ...made]) {
          const shared = dot(row, other);
          for (let k = 0; k < square; k++) row[k]! -= shared * other[k]!;
        }
        const length = Math.sqrt(dot(row, row));
        made.push(row.map((value) => value / length));
        result.set(made[i]!, at);
      }
    }
  return result;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k]! * b[k]!;
  return sum;
}
