/**
 * Eigenvalues and eigenvectors of a symmetric matrix: Householder's reduction to three diagonals, then implicit QR steps
 * with Wilkinson's shift (Golub and Van Loan, Matrix Computations, 4th edition, 8.3). In double precision, 4 n^3 or so.
 */
export interface Eigen {
  /** Largest first. */
  values: Float64Array;
  /** Row-major [size, size]: a row is the vector of the value at its place, of length 1. */
  vectors: Float64Array;
}

/** `matrix`: row-major [size, size]; it is left as it is. `worked` is told of the values looked at. */
export async function eigen(
  matrix: Float64Array,
  size: number,
  worked: (values: number) => Promise<void> | void = () => undefined,
): Promise<Eigen> {
  const { diagonal, beside, turned } = await toThreeDiagonals(matrix, size, worked);
  await clearBeside(diagonal, beside, turned, worked);
  const order = Array.from(diagonal.keys()).sort((a, b) => (diagonal[b] as number) - (diagonal[a] as number));
  const vectors = new Float64Array(size * size);
  for (const [at, from] of order.entries())
    vectors.set(turned.subarray(from * size, (from + 1) * size), at * size);
  return { values: Float64Array.from(order, (from) => diagonal[from] as number), vectors };
}

/** T = Q' A Q, with Q' in `turned`. */
async function toThreeDiagonals(
  matrix: Float64Array,
  size: number,
  worked: (values: number) => Promise<void> | void,
) {
  const a = Float64Array.from(matrix);
  const turned = new Float64Array(size * size);
  for (let i = 0; i < size; i++) turned[i * size + i] = 1;
  const v = new Float64Array(size);
  const p = new Float64Array(size);
  for (let k = 0; k + 2 < size; k++) {
    let squares = 0;
    for (let i = k + 1; i < size; i++) {
      v[i] = a[i * size + k] as number;
      squares += (v[i] as number) ** 2;
    }
    const first = v[k + 1] as number;
    if (squares - first * first <= Number.MIN_VALUE) continue;
    const along = first > 0 ? -Math.sqrt(squares) : Math.sqrt(squares);
    v[k + 1] = first - along;
    // 2 / v'v
    const beta = 1 / (squares - along * first);
    let common = 0;
    for (let i = k + 1; i < size; i++) {
      let sum = 0;
      for (let j = k + 1; j < size; j++) sum += (a[i * size + j] as number) * (v[j] as number);
      p[i] = beta * sum;
      common += (beta / 2) * (p[i] as number) * (v[i] as number);
    }
    for (let i = k + 1; i < size; i++) p[i] = (p[i] as number) - common * (v[i] as number);
    for (let i = k + 1; i < size; i++)
      for (let j = k + 1; j < size; j++)
        a[i * size + j] =
          (a[i * size + j] as number) -
          (v[i] as number) * (p[j] as number) -
          (p[i] as number) * (v[j] as number);
    a[k * size + k + 1] = a[(k + 1) * size + k] = along;
    reflect(turned, size, v, beta, k + 1);
    await worked(4 * (size - k) ** 2);
  }
  const diagonal = Float64Array.from({ length: size }, (_, i) => a[i * size + i] as number);
  const beside = Float64Array.from(
    { length: Math.max(0, size - 1) },
    (_, i) => a[(i + 1) * size + i] as number,
  );
  return { diagonal, beside, turned };
}

/** (I - beta v v') W, from row `from` on. */
function reflect(rows: Float64Array, size: number, v: Float64Array, beta: number, from: number): void {
  const sums = new Float64Array(size);
  for (let i = from; i < size; i++) {
    const of = v[i] as number;
    for (let j = 0; j < size; j++) sums[j] = (sums[j] as number) + of * (rows[i * size + j] as number);
  }
  for (let i = from; i < size; i++) {
    const of = beta * (v[i] as number);
    for (let j = 0; j < size; j++)
      rows[i * size + j] = (rows[i * size + j] as number) - of * (sums[j] as number);
  }
}

async function clearBeside(
  diagonal: Float64Array,
  beside: Float64Array,
  turned: Float64Array,
  worked: (values: number) => Promise<void> | void,
): Promise<void> {
  const size = diagonal.length;
  let high = size - 1;
  while (high > 0) {
    let low = high;
    while (low > 0 && !isClear(diagonal, beside, low - 1)) low--;
    if (low === high) {
      high--;
      continue;
    }
    qrStep(diagonal, beside, turned, low, high);
    await worked(4 * (high - low) * size);
  }
}

const isClear = (diagonal: Float64Array, beside: Float64Array, at: number): boolean =>
  Math.abs(beside[at] as number) <=
  Number.EPSILON * (Math.abs(diagonal[at] as number) + Math.abs(diagonal[at + 1] as number)) +
    Number.MIN_VALUE;

function qrStep(
  diagonal: Float64Array,
  beside: Float64Array,
  turned: Float64Array,
  low: number,
  high: number,
): void {
  const size = diagonal.length;
  const half = ((diagonal[high - 1] as number) - (diagonal[high] as number)) / 2;
  const last = beside[high - 1] as number;
  const shift =
    (diagonal[high] as number) - last ** 2 / (half + (half < 0 ? -1 : 1) * Math.hypot(half, last));
  let x = (diagonal[low] as number) - shift;
  let z = beside[low] as number;
  for (let k = low; k < high; k++) {
    const r = Math.hypot(x, z);
    const [c, s] = r > 0 ? [x / r, z / r] : [1, 0];
    if (k > low) beside[k - 1] = r;
    const [above = 0, below = 0] = diagonal.subarray(k, k + 2);
    const b = beside[k] as number;
    diagonal[k] = c * c * above + 2 * c * s * b + s * s * below;
    diagonal[k + 1] = s * s * above - 2 * c * s * b + c * c * below;
    beside[k] = c * s * (below - above) + (c * c - s * s) * b;
    if (k + 1 < high) {
      x = beside[k] as number;
      z = s * (beside[k + 1] as number);
      beside[k + 1] = c * (beside[k + 1] as number);
    }
    for (let j = 0, at = k * size; j < size; j++, at++) {
      const one = turned[at] as number;
      const other = turned[at + size] as number;
      turned[at] = c * one + s * other;
      turned[at + size] = c * other - s * one;
    }
  }
}
