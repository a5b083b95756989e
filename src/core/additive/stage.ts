/**
 * Terms that are boosted in turn on one bag of rows, and how far they have come: first the shapes of single features, then
 * pairs on top of these. Tables are float32, and rows begin each round with their sums, so that a round depends on nothing
 * else: what is stored goes on to the bit.
 */
import type { BinSums } from './growShape';

/** Rows whose cells are known; slopes are of the first `growing` places of `order`, the rest say when to stop. */
export interface Bagged {
  order: Int32Array;
  growing: number;
}

export interface Cells {
  /** By row. */
  at: Uint8Array | Uint16Array;
  count: number;
}

/** What is added to a term, by column and cell. */
export type Step = (sums: BinSums, term: number) => Float32Array;

/** Labels: 0 of numbers. Columns: scores a row, one of numbers and of two labels. */
export interface Truth {
  target: ArrayLike<number>;
  labels: number;
  columns: number;
}

export const columnsOf = (labels: number): number => (labels > 2 ? labels : 1);

export class Stage {
  /** By term: [columns, cells]. */
  tables: Float32Array<ArrayBuffer>[];
  best: Float32Array<ArrayBuffer>[];
  rounds = 0;
  bestRound = 0;
  bestLoss = Number.POSITIVE_INFINITY;
  /** Row-major [rows, columns]; of all rows, those that are only judged as well. */
  readonly scores: Float64Array<ArrayBuffer>;
  private readonly before: Float64Array;
  private readonly cells: readonly Cells[];
  private readonly truth: Truth;
  private readonly bag: Bagged;

  /** `before`: what each row has without this stage. */
  constructor(cells: readonly Cells[], before: Float64Array, truth: Truth, bag: Bagged) {
    this.cells = cells;
    this.before = before;
    this.truth = truth;
    this.bag = bag;
    this.scores = new Float64Array(before.length);
    this.tables = cells.map(({ count }) => new Float32Array(count * truth.columns));
    this.best = this.tables.map((table) => table.slice());
  }

  isOver(patience: number): boolean {
    return this.rounds - this.bestRound >= patience;
  }

  /** Every term once. `worked`: rows seen. */
  async round(step: Step, worked: (rows: number) => Promise<void>): Promise<void> {
    const { cells, truth, bag, tables, scores } = this;
    this.begin();
    const sums = cells.map(({ count }) => sumsOf(truth.columns * count));
    for (const [term, { at, count }] of cells.entries()) {
      const own = sums[term] as BinSums;
      addSlopes(own, { at, count }, scores, truth, bag);
      const table = tables[term] as Float32Array;
      const added = new Float32Array(table.length);
      for (let column = 0; column < truth.columns; column++) {
        const part = (values: Float64Array) => values.subarray(column * count, (column + 1) * count);
        const { gradients, curvatures, rows } = own;
        const grown = step(
          { gradients: part(gradients), curvatures: part(curvatures), rows: part(rows) },
          term,
        );
        added.set(grown, column * count);
      }
      for (let i = 0; i < table.length; i++) table[i] = (table[i] as number) + (added[i] as number);
      this.add(added, { at, count });
      await worked(at.length * truth.columns);
    }
    this.rounds++;
    const loss = lossOf(scores, truth, bag.order.subarray(bag.growing));
    if (loss >= this.bestLoss) return;
    this.bestLoss = loss;
    this.bestRound = this.rounds;
    for (const [i, table] of tables.entries()) (this.best[i] as Float32Array).set(table);
  }

  /** What every row has by the tables. */
  begin(tables = this.tables): void {
    this.scores.set(this.before);
    for (const [i, table] of tables.entries()) this.add(table, this.cells[i] as Cells);
  }

  private add(table: Float32Array, { at, count }: Cells): void {
    const { scores } = this;
    const { columns } = this.truth;
    for (let row = 0; row < at.length; row++)
      for (let column = 0; column < columns; column++) {
        const place = row * columns + column;
        scores[place] = (scores[place] as number) + (table[column * count + (at[row] as number)] as number);
      }
  }
}

const sumsOf = (cells: number): BinSums => ({
  gradients: new Float64Array(cells),
  curvatures: new Float64Array(cells),
  rows: new Float64Array(cells),
});

/** First and second derivatives of half the squared error, or of the cross-entropy, of the rows that grow. */
export function addSlopes(
  { gradients, curvatures, rows }: BinSums,
  { at, count }: Cells,
  scores: Float64Array,
  { target, labels, columns }: Truth,
  { order, growing }: Bagged,
): void {
  const shares = new Float64Array(columns);
  for (let i = 0; i < growing; i++) {
    const row = order[i] as number;
    const cell = at[row] as number;
    const truth = target[row] as number;
    if (columns === 1) {
      const score = scores[row] as number;
      const share = labels === 0 ? score : 1 / (1 + Math.exp(-score));
      gradients[cell] = (gradients[cell] as number) + share - truth;
      curvatures[cell] = (curvatures[cell] as number) + (labels === 0 ? 1 : share * (1 - share));
      rows[cell] = (rows[cell] as number) + 1;
      continue;
    }
    softmax(scores, row * columns, shares);
    for (let column = 0; column < columns; column++) {
      const place = column * count + cell;
      const share = shares[column] as number;
      gradients[place] = (gradients[place] as number) + share - Number(truth === column);
      curvatures[place] = (curvatures[place] as number) + share * (1 - share);
      rows[place] = (rows[place] as number) + 1;
    }
  }
}

function softmax(scores: Float64Array, from: number, shares: Float64Array): void {
  let most = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < shares.length; i++) most = Math.max(most, scores[from + i] as number);
  let sum = 0;
  for (let i = 0; i < shares.length; i++) {
    shares[i] = Math.exp((scores[from + i] as number) - most);
    sum += shares[i] as number;
  }
  for (let i = 0; i < shares.length; i++) shares[i] = (shares[i] as number) / sum;
}

/** The mean of these rows. */
export function lossOf(
  scores: Float64Array,
  { target, labels, columns }: Truth,
  rows: ArrayLike<number>,
): number {
  const shares = new Float64Array(columns);
  let sum = 0;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] as number;
    const truth = target[row] as number;
    if (columns > 1) {
      softmax(scores, row * columns, shares);
      sum -= Math.log(Math.max(shares[truth] as number, Number.MIN_VALUE));
      continue;
    }
    const score = scores[row] as number;
    // log(1 + e^x) without overflow.
    if (labels > 0)
      sum += Math.max(score, 0) + Math.log1p(Math.exp(-Math.abs(score))) - (truth === 1 ? score : 0);
    else sum += (score - truth) ** 2 / 2;
  }
  return rows.length > 0 ? sum / rows.length : 0;
}
