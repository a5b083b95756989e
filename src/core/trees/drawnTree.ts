/** One tree of a model as people read it: questions of the data's own columns, and what each place answers. */
import type { Column } from '../protocol/dataset';
import type { Prediction } from '../protocol/predict';
import type { FittedPipeline } from '../transforms/pipeline';
import { askedPlace } from '../transforms/askedPlace';

/** A tree of a body; nodes by number, the root first, each after the one that leads to it. */
export interface BareTree {
  /** By node: the feature that is asked, or -1 at a leaf. Left where a value is not above the threshold. */
  features: ArrayLike<number>;
  thresholds: ArrayLike<number>;
  left: ArrayLike<number>;
  right: ArrayLike<number>;
  /** Rows of the training that came to a node. */
  rows: ArrayLike<number>;
  /** Of a leaf: its raw output. */
  leaf(node: number): ArrayLike<number>;
}

export interface DrawnQuestion {
  column: string;
  columnType: Column['type'];
  /** "at most" this, in units of the column; */
  most?: number;
  /** or this very category. */
  is?: string;
}

export interface DrawnNode {
  /** Absent: a leaf. */
  question?: DrawnQuestion;
  /** Where it goes on, by place in the list. */
  yes?: number;
  no?: number;
  rows: number;
  /** Leaves below; 1: it is one. */
  leaves: number;
  answer: Prediction;
}

export interface DrawnTree {
  /** How many trees the model has, and which this is, from 0. */
  trees: number;
  tree: number;
  /** The root first. */
  nodes: DrawnNode[];
  /** Leaves of the whole tree; more than are drawn where it is deeper than was asked for. */
  leaves: number;
}

/** Down to `depth` questions. `answers`: of raw outputs, row-major. */
export function drawnTree(
  tree: BareTree,
  { features: places }: FittedPipeline,
  width: number,
  depth: number,
  answers: (raw: Float32Array) => Prediction[],
): Pick<DrawnTree, 'nodes' | 'leaves'> {
  const count = tree.features.length;
  const outputs = new Float64Array(count * width);
  const leaves = new Int32Array(count).fill(1);
  // Every node comes after its parent: one pass from the end adds up the branches.
  for (let node = count - 1; node >= 0; node--) {
    if ((tree.features[node] as number) < 0) outputs.set(tree.leaf(node), node * width);
    else {
      const sides = [tree.left[node] as number, tree.right[node] as number];
      leaves[node] = sides.reduce((sum, side) => sum + (leaves[side] as number), 0);
      const rows = sides.reduce((sum, side) => sum + (tree.rows[side] as number), 0);
      for (const side of sides)
        for (let i = 0; i < width; i++)
          outputs[node * width + i] =
            (outputs[node * width + i] as number) +
            ((outputs[side * width + i] as number) * (tree.rows[side] as number)) / Math.max(rows, 1);
    }
  }
  const shown: { node: number; depth: number }[] = [];
  const nodes: DrawnNode[] = [];
  const take = (node: number, at: number): number => {
    const place = nodes.length;
    shown.push({ node, depth: at });
    const drawn: DrawnNode = {
      rows: tree.rows[node] as number,
      leaves: leaves[node] as number,
      answer: { value: '' },
    };
    nodes.push(drawn);
    const feature = tree.features[node] as number;
    if (feature < 0 || at === depth) return place;
    const { turned, ...question } = askedPlace(places, feature, tree.thresholds[node] as number);
    drawn.question = question;
    const left = take(tree.left[node] as number, at + 1);
    const right = take(tree.right[node] as number, at + 1);
    [drawn.yes, drawn.no] = turned ? [right, left] : [left, right];
    return place;
  };
  take(0, 0);
  const raw = new Float32Array(nodes.length * width);
  for (const [place, { node }] of shown.entries())
    raw.set(outputs.subarray(node * width, (node + 1) * width), place * width);
  for (const [place, answer] of answers(raw).entries()) (nodes[place] as DrawnNode).answer = answer;
  return { nodes, leaves: leaves[0] as number };
}
