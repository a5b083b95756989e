/** exp(-γ ‖a - b‖²) between rows, a row of the matrix at a time; those used last are kept. */
export interface SupportRows {
  rows: number;
  width: number;
  /** Row-major. */
  features: Float32Array;
}

/** Of kept rows, in bytes. */
const mostBytes = 2 ** 28;

export class RbfKernel {
  private readonly kept = new Map<number, Float32Array>();
  private readonly squares: Float64Array;
  private readonly mostKept: number;
  readonly of: SupportRows;
  readonly gamma: number;

  constructor(of: SupportRows, gamma: number) {
    this.of = of;
    this.gamma = gamma;
    this.squares = squaresOf(of);
    this.mostKept = Math.max(2, Math.floor(mostBytes / (4 * Math.max(1, of.rows))));
  }

  /** [rows], of one against all. */
  row(at: number): Float32Array {
    const known = this.kept.get(at);
    if (known) return known;
    const { rows, width, features } = this.of;
    const made = new Float32Array(rows);
    const from = at * width;
    for (let row = 0; row < rows; row++) {
      let product = 0;
      for (let i = 0, other = row * width; i < width; i++)
        product += (features[from + i] as number) * (features[other + i] as number);
      const apart = (this.squares[at] as number) + (this.squares[row] as number) - 2 * product;
      made[row] = Math.exp(-this.gamma * Math.max(0, apart));
    }
    if (this.kept.size >= this.mostKept) this.kept.delete(this.kept.keys().next().value as number);
    this.kept.set(at, made);
    return made;
  }
}

export function squaresOf({ rows, width, features }: SupportRows): Float64Array {
  const squares = new Float64Array(rows);
  for (let row = 0; row < rows; row++)
    for (let i = 0; i < width; i++)
      squares[row] = (squares[row] as number) + (features[row * width + i] as number) ** 2;
  return squares;
}

/** As scikit-learn's "scale": one over the width times the variance of all values. */
export function scaleGamma({ rows, width, features }: SupportRows): number {
  const count = Math.max(1, rows * width);
  let sum = 0;
  for (const value of features) sum += value;
  const mean = sum / count;
  let squares = 0;
  for (const value of features) squares += (value - mean) ** 2;
  return 1 / (Math.max(1, width) * (squares / count || 1));
}
