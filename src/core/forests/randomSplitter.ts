/** One place drawn evenly between the node's least and largest value of a feature (Geurts, Ernst and Wehenkel 2006). */
import type { WordsOfTree } from './drawWords';
import { type NodeSplit, sideScore, type Splitter } from './nodeSplit';
import { type NodePiece, type NodeSums, sumsWidth, type TargetRows } from './nodeRows';

export class RandomSplitter implements Splitter {
  /** Of the tree that is grown now. */
  words?: WordsOfTree;
  private readonly left: Float64Array;
  private readonly right: Float64Array;
  private readonly values: Float32Array;
  private readonly width: number;
  private readonly of: TargetRows;
  private readonly leastRows: number;

  /** `values`: row-major [rows, width]. */
  constructor(values: Float32Array, width: number, of: TargetRows, leastRows: number) {
    this.values = values;
    this.width = width;
    this.of = of;
    this.leastRows = leastRows;
    this.left = new Float64Array(sumsWidth(of.classes));
    this.right = new Float64Array(sumsWidth(of.classes));
  }

  best(feature: number, order: Int32Array, { from, to }: NodePiece, whole: NodeSums): NodeSplit | undefined {
    const { values, width, left, right, leastRows } = this;
    const { target, classes } = this.of;
    let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (let at = from; at < to; at++) {
      const value = values[(order[at] as number) * width + feature] as number;
      if (value < low) low = value;
      if (value > high) high = value;
    }
    if (!(low < high)) return undefined;
    const drawn = Math.fround(low + (this.words?.share() ?? 0.5) * (high - low));
    const threshold = drawn >= high ? low : drawn;
    left.fill(0);
    let rows = 0;
    for (let at = from; at < to; at++) {
      const row = order[at] as number;
      if (!((values[row * width + feature] as number) <= threshold)) continue;
      rows++;
      const value = target[row] as number;
      if (classes > 0) left[value] = (left[value] as number) + 1;
      else left[0] = (left[0] as number) + value;
    }
    const others = whole.rows - rows;
    if (rows < leastRows || others < leastRows) return undefined;
    for (let i = 0; i < right.length; i++) right[i] = (whole.sums[i] as number) - (left[i] as number);
    const score = sideScore(left, rows, classes) + sideScore(right, others, classes);
    return { feature, threshold, score };
  }
}
