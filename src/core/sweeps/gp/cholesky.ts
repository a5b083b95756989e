/** Symmetric positive definite systems, row-major, n x n. */

/** Lower triangle L with L L' = A, in place of A's; undefined: A is not positive definite. */
export function cholesky(a: Float64Array, n: number): Float64Array | undefined {
  for (let j = 0; j < n; j++) {
    for (let i = j; i < n; i++) {
      let sum = a[i * n + j] as number;
      for (let k = 0; k < j; k++) sum -= (a[i * n + k] as number) * (a[j * n + k] as number);
      if (i === j) {
        if (!(sum > 0)) return undefined;
        a[j * n + j] = Math.sqrt(sum);
      } else a[i * n + j] = sum / (a[j * n + j] as number);
    }
  }
  return a;
}

/** x with L x = b. */
export function solveLower(l: Float64Array, b: ArrayLike<number>, n: number): Float64Array {
  const x = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    let sum = b[i] as number;
    for (let k = 0; k < i; k++) sum -= (l[i * n + k] as number) * (x[k] as number);
    x[i] = sum / (l[i * n + i] as number);
  }
  return x;
}

/** |x|² with L x = b, which takes the place of b. */
export function squareOfSolved(l: Float64Array, b: Float64Array, n: number): number {
  let square = 0;
  for (let i = 0; i < n; i++) {
    let sum = b[i] as number;
    const row = i * n;
    for (let k = 0; k < i; k++) sum -= (l[row + k] as number) * (b[k] as number);
    const x = sum / (l[row + i] as number);
    b[i] = x;
    square += x * x;
  }
  return square;
}

/** x with L' x = b. */
export function solveUpper(l: Float64Array, b: ArrayLike<number>, n: number): Float64Array {
  const x = new Float64Array(n);
  for (let i = n - 1; i >= 0; i--) {
    let sum = b[i] as number;
    for (let k = i + 1; k < n; k++) sum -= (l[k * n + i] as number) * (x[k] as number);
    x[i] = sum / (l[i * n + i] as number);
  }
  return x;
}

/** The inverse of L L', its lower half: that of L first, which is triangular too, then the product of it with itself. */
export function inverseOf(l: Float64Array, n: number): Float64Array {
  // Row c of it is column c of the inverse of L: what is read in turn lies in turn.
  const columns = new Float64Array(n * n);
  for (let c = 0; c < n; c++) {
    const from = c * n;
    columns[from + c] = 1 / (l[from + c] as number);
    for (let i = c + 1; i < n; i++) {
      let sum = 0;
      for (let k = c; k < i; k++) sum -= (l[i * n + k] as number) * (columns[from + k] as number);
      columns[from + i] = sum / (l[i * n + i] as number);
    }
  }
  const inverse = new Float64Array(n * n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let k = i; k < n; k++) sum += (columns[i * n + k] as number) * (columns[j * n + k] as number);
      inverse[i * n + j] = sum;
    }
  return inverse;
}
