/**
 * An additive model as trees, one for each shape and output: whatever runs, explains or writes trees knows it. A shape is a
 * search for the bin, a pair a search within a search; neighbours that say the same are one leaf.
 */
import { leastValue } from '../trees/derived';
import { type GrownTree, TreeList } from '../trees/trees';
import { type Axis, binsOf } from './axis';
import { type AdditiveModel, cellsOf } from './term';

export function termTrees({ width, base, terms }: AdditiveModel): TreeList {
  const list = new TreeList(width, base);
  for (const term of terms) {
    const cells = cellsOf(term);
    for (let output = 0; output < base.length; output++) {
      const scores = term.scores.subarray(output * cells, (output + 1) * cells);
      if (!scores.some((score) => score !== 0)) continue;
      const tree: GrownTree = { features: [], thresholds: [], left: [], right: [], values: [] };
      writeAxis(tree, term.axes, scores, list.derive);
      list.add(output, tree);
    }
  }
  return list;
}

type Derive = TreeList['derive'];

const leaf = (tree: GrownTree, value: number): number => node(tree, -1, 0, value);

function node(tree: GrownTree, feature: number, threshold: number, value = 0): number {
  tree.thresholds.push(threshold);
  tree.left.push(0);
  tree.right.push(0);
  tree.values.push(value);
  return tree.features.push(feature) - 1;
}

/** The place of its root. */
function writeAxis(
  tree: GrownTree,
  [axis, ...rest]: readonly Axis[],
  scores: Float32Array,
  derive: Derive,
): number {
  if (!axis) return leaf(tree, scores[0] as number);
  const bins = binsOf(axis);
  const each = scores.length / bins;
  const of = (bin: number) => scores.subarray(bin * each, (bin + 1) * each);
  const below = (bin: number) => () => writeAxis(tree, rest, of(bin), derive);
  const same = (a: number, b: number) => of(a).every((score, i) => score === of(b)[i]);
  const { feature, mayMiss } = axis;
  const steps = stepsOf(axis).filter(({ bin }, i, all) => {
    const next = all[i + 1];
    return !next || !same(bin, next.bin);
  });
  if (!mayMiss) return search(tree, feature, steps, below);
  const asked = node(tree, derive({ feature }), leastValue);
  tree.left[asked] = below(bins - 1)();
  tree.right[asked] = search(tree, feature, steps, below);
  return asked;
}

interface Step {
  bin: number;
  /** Its values are not above this. */
  upTo: number;
}

function stepsOf({ borders, binOfCode }: Axis): Step[] {
  if (binOfCode) return Array.from(binOfCode, (bin, at) => ({ bin, upTo: at - 0.5 }));
  return Array.from({ length: borders.length + 1 }, (_, bin) => ({
    bin,
    upTo: borders[bin] ?? Number.POSITIVE_INFINITY,
  }));
}

function search(
  tree: GrownTree,
  feature: number,
  steps: readonly Step[],
  below: (bin: number) => () => number,
): number {
  if (steps.length === 1) return below((steps[0] as Step).bin)();
  const middle = (steps.length - 1) >> 1;
  const asked = node(tree, feature, (steps[middle] as Step).upTo);
  tree.left[asked] = search(tree, feature, steps.slice(0, middle + 1), below);
  tree.right[asked] = search(tree, feature, steps.slice(middle + 1), below);
  return asked;
}
