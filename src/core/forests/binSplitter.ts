/**
 * The best of all places between the node's own values (Breiman et al. 1984), found by adding up a histogram over bins:
 * as exact as sorting where a feature has no more different values than bins. The threshold is half way between the
 * nearest values of the node on both sides, as scikit-learn has it.
 */
import type { BinnedFeatures } from '../trees/binFeatures';
import { between, type NodeSplit, type Splitter } from './nodeSplit';
import { type NodePiece, type NodeSums, sumsWidth, type TargetRows } from './nodeRows';

export class BinSplitter implements Splitter {
  private readonly counts: Float64Array;
  private readonly sums: Float64Array;
  private readonly left: Float64Array;
  private readonly binned: BinnedFeatures;
  private readonly values: Float32Array;
  private readonly of: TargetRows;
  private readonly leastRows: number;

  /** `values`: what was binned, row-major. */
  constructor(binned: BinnedFeatures, values: Float32Array, of: TargetRows, leastRows: number) {
    let most = 1;
    for (const borders of binned.borders) most = Math.max(most, borders.length + 1);
    this.binned = binned;
    this.values = values;
    this.of = of;
    this.leastRows = leastRows;
    this.counts = new Float64Array(most);
    this.sums = new Float64Array(most * Math.max(of.classes, 1));
    this.left = new Float64Array(sumsWidth(of.classes));
  }

  best(feature: number, order: Int32Array, piece: NodePiece, whole: NodeSums): NodeSplit | undefined {
    const [low, high] = this.fill(feature, order, piece);
    if (low === high) {
      this.clear(low, high);
      return undefined;
    }
    const found = this.of.classes > 0 ? this.ofClasses(low, high, whole) : this.ofNumbers(low, high, whole);
    this.clear(low, high);
    if (!found) return undefined;
    return { feature, threshold: this.threshold(feature, order, piece, found.bin), score: found.score };
  }

  /** First and last bin that the node's rows are in. */
  private fill(feature: number, order: Int32Array, { from, to }: NodePiece): [number, number] {
    const { counts, sums } = this;
    const { bins, rows } = this.binned;
    const { target, classes } = this.of;
    const first = feature * rows;
    let [low, high] = [255, 0];
    for (let at = from; at < to; at++) {
      const row = order[at] as number;
      const bin = bins[first + row] as number;
      if (bin < low) low = bin;
      if (bin > high) high = bin;
      counts[bin] = (counts[bin] as number) + 1;
      if (classes > 0) {
        const place = bin * classes + (target[row] as number);
        sums[place] = (sums[place] as number) + 1;
      } else sums[bin] = (sums[bin] as number) + (target[row] as number);
    }
    return [low, high];
  }

  private clear(low: number, high: number): void {
    const each = Math.max(this.of.classes, 1);
    this.counts.fill(0, low, high + 1);
    this.sums.fill(0, low * each, (high + 1) * each);
  }

  private ofNumbers(low: number, high: number, whole: NodeSums) {
    const { counts, sums, leastRows } = this;
    const all = whole.sums[0] as number;
    let [rows, sum, bin, score] = [0, 0, -1, Number.NEGATIVE_INFINITY];
    for (let at = low; at < high; at++) {
      const count = counts[at] as number;
      if (count === 0) continue;
      rows += count;
      sum += sums[at] as number;
      const others = whole.rows - rows;
      if (rows < leastRows) continue;
      if (others < leastRows) break;
      const found = (sum * sum) / rows + ((all - sum) * (all - sum)) / others;
      if (found > score) [bin, score] = [at, found];
    }
    return bin < 0 ? undefined : { bin, score };
  }

  private ofClasses(low: number, high: number, whole: NodeSums) {
    const { counts, sums, left, leastRows } = this;
    const { classes } = this.of;
    left.fill(0);
    let [rows, bin, score] = [0, -1, Number.NEGATIVE_INFINITY];
    // Of both sides, kept up class by class.
    let ofLeft = 0;
    let ofRight = 0;
    for (let i = 0; i < classes; i++) ofRight += (whole.sums[i] as number) ** 2;
    for (let at = low; at < high; at++) {
      const count = counts[at] as number;
      if (count === 0) continue;
      rows += count;
      for (let i = 0; i < classes; i++) {
        const more = sums[at * classes + i] as number;
        if (more === 0) continue;
        const before = left[i] as number;
        const other = (whole.sums[i] as number) - before;
        ofLeft += more * (2 * before + more);
        ofRight -= more * (2 * other - more);
        left[i] = before + more;
      }
      const others = whole.rows - rows;
      if (rows < leastRows) continue;
      if (others < leastRows) break;
      const found = ofLeft / rows + ofRight / others;
      if (found > score) [bin, score] = [at, found];
    }
    return bin < 0 ? undefined : { bin, score };
  }

  private threshold(feature: number, order: Int32Array, { from, to }: NodePiece, bin: number): number {
    const { values } = this;
    const { bins, rows, width } = this.binned;
    let [below, above] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
    for (let at = from; at < to; at++) {
      const row = order[at] as number;
      const value = values[row * width + feature] as number;
      if ((bins[feature * rows + row] as number) <= bin) below = Math.max(below, value);
      else if (value < above) above = value;
    }
    // Only rows without a value are on the other side.
    return Number.isFinite(above) ? between(below, above) : below;
  }
}
