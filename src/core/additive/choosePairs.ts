/** Which pairs of features are worth a term: those whose best cuts of both explain most of what the shapes have left over. */
import type { BinSums, ShapeSettings } from './growShape';
import { growPair } from './growPair';
import { addSlopes, type Bagged, type Cells, type Truth } from './stage';

/** Bins a feature for this look. */
export const lookBins = 16;
/** Of more features only these many, the weightiest, are looked at in pairs. */
export const mostPaired = 60;

export interface Looked {
  feature: number;
  /** Of each row, fewer than lookBins. */
  bins: Uint8Array;
  count: number;
}

/** The best first. `scores`: of all rows, by the shapes. */
export async function choosePairs(
  features: readonly Looked[],
  wanted: number,
  scores: Float64Array,
  truth: Truth,
  bag: Bagged,
  settings: ShapeSettings,
  worked: (rows: number) => Promise<void>,
): Promise<[number, number][]> {
  const rows = scores.length / truth.columns;
  const found: { pair: [number, number]; gain: number }[] = [];
  const cells = new Uint16Array(rows);
  for (const [i, a] of features.entries())
    for (const b of features.slice(i + 1)) {
      const both: Cells = { at: cells, count: a.count * b.count };
      for (let row = 0; row < rows; row++)
        cells[row] = (a.bins[row] as number) * b.count + (b.bins[row] as number);
      const sums: BinSums = {
        gradients: new Float64Array(both.count),
        curvatures: new Float64Array(both.count),
        rows: new Float64Array(both.count),
      };
      addSlopes(sums, both, scores, truth, bag);
      const { gain } = growPair(sums, [a.count, b.count], settings);
      if (gain > 0) found.push({ pair: [a.feature, b.feature], gain });
      await worked(rows);
    }
  return found
    .sort((a, b) => b.gain - a.gain)
    .slice(0, wanted)
    .map(({ pair }) => pair);
}
