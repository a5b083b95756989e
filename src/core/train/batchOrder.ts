import type { Sampling } from '../protocol/train';
import { permutation, uniforms } from '../random/random';

export interface Draw {
  sampling: Sampling;
  /** Class of each row; only `shuffled` does without. */
  codes: ArrayLike<number>;
  /** Where rows lie in blocks that are read together, and only some at a time: shuffled block by block. */
  blocks?: RowBlocks;
}

export interface RowBlocks {
  /** Of each row. */
  of: ArrayLike<number>;
  atHand: number;
}

/**
 * The batches of one epoch, n rows in all, in an order that depends on (seed, epoch) alone, so a resumed run
 * finds its place without replaying. Indices are 0..n-1; the last batch holds what is left.
 */
export function batchOrder(
  seed: number,
  epoch: number,
  n: number,
  batchSize: number,
  draw: Draw = { sampling: 'shuffled', codes: [] },
): Uint32Array<ArrayBuffer>[] {
  const { blocks, sampling, codes } = draw;
  const order = blocks ? shuffledBlocks(seed, epoch, n, blocks) : orders[sampling](seed, epoch, n, codes);
  return Array.from({ length: stepsPerEpoch(n, batchSize) }, (_, i) =>
    order.subarray(i * batchSize, (i + 1) * batchSize),
  );
}

export const stepsPerEpoch = (n: number, rowsPerStep: number): number => Math.ceil(n / rowsPerStep);

/** A step takes several batches when gradients are accumulated. */
export const rowsPerStep = (config: { batchSize: number; accumulation: number }): number =>
  config.batchSize * config.accumulation;

type Order = (seed: number, epoch: number, n: number, codes: ArrayLike<number>) => Uint32Array<ArrayBuffer>;

const shuffled: Order = (seed, epoch, n) => permutation(seed, 'order', epoch, n);

/** Every row once: blocks in a new order, so many at a time, and the rows of those shuffled among each other. */
function shuffledBlocks(seed: number, epoch: number, n: number, { of, atHand }: RowBlocks) {
  const rows = new Map<number, number[]>();
  for (let row = 0; row < n; row++) {
    const block = of[row] as number;
    const known = rows.get(block);
    if (known) known.push(row);
    else rows.set(block, [row]);
  }
  const blocks = [...rows.values()];
  const turn = permutation(seed, 'order/blocks', epoch, blocks.length);
  const order = new Uint32Array(n);
  for (let first = 0, at = 0; first < turn.length; first += atHand) {
    const some = Array.from(turn.subarray(first, first + atHand)).flatMap((block) => blocks[block] ?? []);
    const places = permutation(seed, `order/rows/${first}`, epoch, some.length);
    for (const place of places) order[at++] = some[place] as number;
  }
  return order;
}

/**
 * Every row once; the rows of each class are spread evenly over the epoch, so any run of rows holds the classes
 * in their shares, give or take one.
 */
const stratified: Order = (seed, epoch, n, codes) => {
  const groups = shuffledByClass(seed, epoch, n, codes);
  const offsets = uniforms(seed, 'order/offset', epoch, groups.length);
  const place = new Float64Array(n);
  for (const [at, group] of groups.entries()) {
    for (const [rank, row] of group.entries()) place[row] = (rank + (offsets[at] ?? 0)) / group.length;
  }
  // Equal places (two classes of one size never share an offset, but may round alike) stay in row order.
  return Uint32Array.from(place.keys()).sort((a, b) => (place[a] ?? 0) - (place[b] ?? 0) || a - b);
};

/**
 * n draws in which every class comes equally often: the classes take turns, in a new order each round. Rows of
 * rare classes come again and again, of common ones some are left for the next epoch.
 */
const balanced: Order = (seed, epoch, n, codes) => {
  const groups = shuffledByClass(seed, epoch, n, codes);
  const classes = groups.length;
  const lots = uniforms(seed, 'order/turn', epoch, Math.ceil(n / classes) * classes);
  const order = new Uint32Array(n);
  for (let start = 0; start < n; start += classes) {
    const turn = groups.map((_, at) => at).sort((a, b) => (lots[start + a] ?? 0) - (lots[start + b] ?? 0));
    for (const [at, which] of turn.entries()) {
      const group = groups[which] as Uint32Array;
      if (start + at < n) order[start + at] = group[(start / classes) % group.length] ?? 0;
    }
  }
  return order;
};

const orders: Record<Sampling, Order> = { shuffled, stratified, balanced };

/** Rows of each class that has any, shuffled. */
function shuffledByClass(seed: number, epoch: number, n: number, codes: ArrayLike<number>): Uint32Array[] {
  const groups = new Map<number, number[]>();
  for (const row of permutation(seed, 'order', epoch, n)) {
    const group = groups.get(codes[row] ?? 0);
    if (group) group.push(row);
    else groups.set(codes[row] ?? 0, [row]);
  }
  return [...groups.keys()].sort((a, b) => a - b).map((code) => Uint32Array.from(groups.get(code) ?? []));
}
