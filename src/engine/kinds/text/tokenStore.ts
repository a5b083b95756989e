/** The ids of many texts, one behind the other. */
export class TokenStore {
  private readonly starts: Float64Array;
  private ids = new Int32Array(2 ** 16);
  private used = 0;
  private rows = 0;

  constructor(rows: number) {
    this.starts = new Float64Array(rows + 1);
  }

  /** Of the next row. */
  add(ids: readonly number[]): void {
    while (this.used + ids.length > this.ids.length) {
      const larger = new Int32Array(2 * this.ids.length);
      larger.set(this.ids);
      this.ids = larger;
    }
    this.ids.set(ids, this.used);
    this.used += ids.length;
    this.starts[++this.rows] = this.used;
  }

  /** A view. */
  of(row: number): Int32Array {
    return this.ids.subarray(this.starts[row], this.starts[row + 1]);
  }
}
