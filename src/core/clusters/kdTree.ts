/**
 * Rows near a row without looking at all others: halves of halves along the column that is spread most (Bentley 1975).
 * Distances are squared. With many columns it looks at almost all rows, which is no worse than without.
 */
import { type Rows, squaredBetween } from './rows';

const leafRows = 24;

export class KdTree {
  private readonly order: Int32Array;
  private readonly data: Rows;
  /** By node: rows [from, to) of the order, the column and value that divide them, -1 at a leaf; and its second half. */
  private readonly from: number[] = [];
  private readonly to: number[] = [];
  private readonly column: number[] = [];
  private readonly cut: number[] = [];
  private readonly second: number[] = [];

  constructor(data: Rows) {
    this.data = data;
    this.order = Int32Array.from({ length: data.rows }, (_, row) => row);
    this.build(0, data.rows);
  }

  private build(from: number, to: number): number {
    const node = this.from.length;
    const { features, width } = this.data;
    this.from.push(from);
    this.to.push(to);
    this.column.push(-1);
    this.cut.push(0);
    this.second.push(-1);
    if (to - from <= leafRows) return node;
    let [widest, column] = [0, -1];
    for (let i = 0; i < width; i++) {
      let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
      for (let at = from; at < to; at++) {
        const value = features[(this.order[at] as number) * width + i] as number;
        if (value < low) low = value;
        if (value > high) high = value;
      }
      if (high - low > widest) [widest, column] = [high - low, i];
    }
    if (column < 0) return node;
    const valueOf = (row: number) => features[row * width + column] as number;
    this.order.subarray(from, to).sort((a, b) => valueOf(a) - valueOf(b));
    const middle = (from + to) >> 1;
    this.column[node] = column;
    this.cut[node] = valueOf(this.order[middle] as number);
    this.build(from, middle);
    this.second[node] = this.build(middle, to);
    return node;
  }

  /** Calls with every row within a squared distance of the values at `at`, and that distance. */
  within(
    values: ArrayLike<number>,
    at: number,
    square: number,
    found: (row: number, square: number) => void,
    node = 0,
  ): void {
    const { features, width } = this.data;
    const column = this.column[node] as number;
    if (column < 0) {
      for (let i = this.from[node] as number; i < (this.to[node] as number); i++) {
        const row = this.order[i] as number;
        const by = squaredBetween(values, at, features, row * width, width);
        if (by <= square) found(row, by);
      }
      return;
    }
    const beyond = (values[at + column] as number) - (this.cut[node] as number);
    if (beyond <= 0 || beyond * beyond <= square) this.within(values, at, square, found, node + 1);
    if (beyond >= 0 || beyond * beyond <= square)
      this.within(values, at, square, found, this.second[node] as number);
  }

  /** The `most` rows nearest to the values at `at`, nearest first; without `own`. */
  nearest(
    values: ArrayLike<number>,
    at: number,
    most: number,
    own = -1,
  ): { rows: number[]; squares: number[] } {
    const rows: number[] = [];
    const squares: number[] = [];
    this.look(values, at, most, own, rows, squares, 0);
    return { rows, squares };
  }

  private look(
    values: ArrayLike<number>,
    at: number,
    most: number,
    own: number,
    rows: number[],
    squares: number[],
    node: number,
  ): void {
    const { features, width } = this.data;
    const column = this.column[node] as number;
    if (column < 0) {
      for (let i = this.from[node] as number; i < (this.to[node] as number); i++) {
        const row = this.order[i] as number;
        if (row === own) continue;
        const by = squaredBetween(values, at, features, row * width, width);
        if (rows.length === most && !(by < (squares[most - 1] as number))) continue;
        let place = Math.min(rows.length, most - 1);
        for (; place > 0 && (squares[place - 1] as number) > by; place--) {
          squares[place] = squares[place - 1] as number;
          rows[place] = rows[place - 1] as number;
        }
        squares[place] = by;
        rows[place] = row;
      }
      return;
    }
    const beyond = (values[at + column] as number) - (this.cut[node] as number);
    const [near, far] =
      beyond < 0 ? [node + 1, this.second[node] as number] : [this.second[node] as number, node + 1];
    this.look(values, at, most, own, rows, squares, near);
    if (rows.length < most || beyond * beyond <= (squares[most - 1] as number))
      this.look(values, at, most, own, rows, squares, far);
  }
}
