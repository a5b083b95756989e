/**
 * What a linear model is fitted by, in float64: the sum over the rows of cross-entropy (classes) or half the squared
 * error (a number), and a penalty on the squares of the weights, the biases left out. Weights lie row-major
 * [width + 1, outputs]; the last row is the bias.
 *
 * The Hessian is never formed. Times a vector v it is, for a row x with scores s = xW + b and u = xV + c:
 *   squared error   x (x V + c)
 *   cross-entropy   x t,  t_k = p_k (u_k - sum_j p_j u_j),  p = softmax(s)
 */
export interface LinearData {
  rows: number;
  width: number;
  /** Row-major [rows, width]. */
  features: Float32Array;
  /** A class, or a number, a row. */
  target: ArrayLike<number>;
  /** 0: numbers. */
  classes: number;
  /** As scikit-learn's: the smaller, the smaller the weights are kept. */
  c: number;
}

/** Lets others in after so many multiplications; called between pieces. */
export type Breathe = (work: number) => Promise<void>;

export interface Evaluated {
  value: number;
  gradient: Float64Array;
}

/** Multiplications in one go: some milliseconds. */
const pieceWork = 2 ** 22;

export class LinearObjective {
  readonly size: number;
  readonly outputs: number;
  private readonly penalty: number;
  /** Of the weights that were evaluated last, row-major [rows, outputs]. */
  private readonly shares: Float64Array;
  private readonly data: LinearData;
  private readonly breathe: Breathe;

  constructor(data: LinearData, breathe: Breathe) {
    this.data = data;
    this.breathe = breathe;
    this.outputs = Math.max(data.classes, 1);
    this.size = (data.width + 1) * this.outputs;
    // Of two classes scikit-learn has one weight, the difference of ours: as strong a penalty on that is twice ours.
    this.penalty = (data.classes === 2 ? 2 : 1) / data.c;
    this.shares = new Float64Array(data.classes > 0 ? data.rows * data.classes : 0);
  }

  async value(weights: Float64Array): Promise<number> {
    let sum = 0;
    const scores = new Float64Array(this.outputs);
    await this.eachRow((row) => {
      this.scores(row, weights, scores);
      sum += this.loss(row, scores);
    });
    return sum + this.penaltyOf(weights);
  }

  /** The products that follow are with the Hessian at these weights. */
  async evaluate(weights: Float64Array): Promise<Evaluated> {
    const { classes, target } = this.data;
    const { outputs, shares } = this;
    const gradient = this.penalised(weights);
    const scores = new Float64Array(outputs);
    let sum = 0;
    await this.eachRow((row) => {
      this.scores(row, weights, scores);
      sum += this.loss(row, scores);
      if (classes > 0) {
        // `loss` left the shares in their place.
        shares.set(scores, row * outputs);
        const truth = target[row] as number;
        scores[truth] = (scores[truth] as number) - 1;
      } else scores[0] = (scores[0] as number) - (target[row] as number);
      this.addOuter(row, scores, gradient);
    });
    return { value: sum + this.penaltyOf(weights), gradient };
  }

  async hessianTimes(vector: Float64Array): Promise<Float64Array> {
    const { outputs, shares } = this;
    const { classes } = this.data;
    const product = this.penalised(vector);
    const moved = new Float64Array(outputs);
    await this.eachRow((row) => {
      this.scores(row, vector, moved);
      if (classes > 0) {
        const first = row * outputs;
        let mean = 0;
        for (let k = 0; k < outputs; k++) mean += (shares[first + k] as number) * (moved[k] as number);
        for (let k = 0; k < outputs; k++)
          moved[k] = (shares[first + k] as number) * ((moved[k] as number) - mean);
      }
      this.addOuter(row, moved, product);
    });
    return product;
  }

  private async eachRow(visit: (row: number) => void): Promise<void> {
    const { rows, width } = this.data;
    const perRow = 2 * (width + 1) * this.outputs;
    const piece = Math.max(1, Math.floor(pieceWork / perRow));
    for (let from = 0; from < rows; from += piece) {
      const to = Math.min(from + piece, rows);
      for (let row = from; row < to; row++) visit(row);
      await this.breathe((to - from) * perRow);
    }
  }

  private scores(row: number, weights: Float64Array, into: Float64Array): void {
    const { width, features } = this.data;
    const { outputs } = this;
    for (let k = 0; k < outputs; k++) into[k] = weights[width * outputs + k] as number;
    for (let i = 0; i < width; i++) {
      const x = features[row * width + i] as number;
      if (x === 0) continue;
      for (let k = 0; k < outputs; k++)
        into[k] = (into[k] as number) + x * (weights[i * outputs + k] as number);
    }
  }

  /** Of classes: scores become shares. */
  private loss(row: number, scores: Float64Array): number {
    const { classes, target } = this.data;
    const truth = target[row] as number;
    if (classes === 0) return 0.5 * ((scores[0] as number) - truth) ** 2;
    let highest = Number.NEGATIVE_INFINITY;
    for (const score of scores) highest = Math.max(highest, score);
    const own = (scores[truth] as number) - highest;
    let sum = 0;
    for (let k = 0; k < classes; k++) {
      const share = Math.exp((scores[k] as number) - highest);
      scores[k] = share;
      sum += share;
    }
    for (let k = 0; k < classes; k++) scores[k] = (scores[k] as number) / sum;
    return Math.log(sum) - own;
  }

  private addOuter(row: number, factors: Float64Array, into: Float64Array): void {
    const { width, features } = this.data;
    const { outputs } = this;
    for (let i = 0; i < width; i++) {
      const x = features[row * width + i] as number;
      if (x === 0) continue;
      for (let k = 0; k < outputs; k++)
        into[i * outputs + k] = (into[i * outputs + k] as number) + x * (factors[k] as number);
    }
    for (let k = 0; k < outputs; k++)
      into[width * outputs + k] = (into[width * outputs + k] as number) + (factors[k] as number);
  }

  private penaltyOf(weights: Float64Array): number {
    let squares = 0;
    for (let i = 0; i < this.size - this.outputs; i++) squares += (weights[i] as number) ** 2;
    return 0.5 * this.penalty * squares;
  }

  /** The penalty's part of a gradient, or of a product with the Hessian. */
  private penalised(weights: Float64Array): Float64Array<ArrayBuffer> {
    return Float64Array.from(weights, (weight, i) =>
      i < this.size - this.outputs ? this.penalty * weight : 0,
    );
  }
}
