/** Where a node of a forest's tree is divided, and how good that is. Splitters differ in the places they try. */
import type { NodePiece, NodeSums } from './nodeRows';

export interface NodeSplit {
  feature: number;
  /** Left where not above, in float32. */
  threshold: number;
  /** Of both sides: of classes the squared counts by rows, of numbers the squared sums by rows; more is better. */
  score: number;
}

/** The best place of one feature for the node's rows, or undefined where it has none: all values alike, or sides too small. */
export interface Splitter {
  best(feature: number, order: Int32Array, piece: NodePiece, whole: NodeSums): NodeSplit | undefined;
}

/** The score of one side. */
export function sideScore(sums: ArrayLike<number>, rows: number, classes: number): number {
  if (classes === 0) return ((sums[0] as number) * (sums[0] as number)) / rows;
  let squares = 0;
  for (let i = 0; i < classes; i++) squares += (sums[i] as number) * (sums[i] as number);
  return squares / rows;
}

/** In float32, not below a and below b: between two values of a node. */
export function between(a: number, b: number): number {
  const middle = Math.fround(a / 2 + b / 2);
  return middle >= a && middle < b ? middle : a;
}
