/**
 * Groups of any form: rows that have enough others within a distance are the core of a group, what lies within that
 * distance of a core belongs to it, and the rest is of no group (Ester, Kriegel, Sander and Xu 1996).
 */
import { KdTree } from './kdTree';
import type { Rows, Worked } from './rows';

export interface DenseGroups {
  groups: number;
  /** By row: its group, in the order in which they are met; -1 of none. */
  labels: Int32Array;
  isCore: Uint8Array;
}

export async function dbscan(
  data: Rows,
  { distance, leastRows }: { distance: number; leastRows: number },
  worked: Worked,
  tree = new KdTree(data),
): Promise<DenseGroups> {
  const { rows, width, features } = data;
  const square = distance * distance;
  const isCore = new Uint8Array(rows);
  for (let row = 0; row < rows; row++) {
    let count = 0;
    tree.within(features, row * width, square, () => count++);
    isCore[row] = Number(count >= leastRows);
    await worked((count + 50) * width);
  }
  const labels = new Int32Array(rows).fill(-1);
  let groups = 0;
  for (let start = 0; start < rows; start++) {
    if (!isCore[start] || (labels[start] as number) >= 0) continue;
    const label = groups++;
    labels[start] = label;
    const open = [start];
    for (let row = open.pop(); row !== undefined; row = open.pop()) {
      let count = 0;
      tree.within(features, row * width, square, (other) => {
        count++;
        if ((labels[other] as number) >= 0) return;
        labels[other] = label;
        if (isCore[other]) open.push(other);
      });
      await worked((count + 50) * width);
    }
  }
  return { groups, labels, isCore };
}

/**
 * A distance to begin with: rows by how far the last of their nearest neighbours is, ascending, bend where rows of no
 * group begin (the farthest from the straight line between the ends).
 */
export async function proposeDistance(
  data: Rows,
  leastRows: number,
  worked: Worked,
  tree = new KdTree(data),
): Promise<number> {
  const { rows, width, features } = data;
  const most = Math.min(leastRows, rows);
  const stride = Math.ceil(rows / 5000);
  const far: number[] = [];
  for (let row = 0; row < rows; row += stride) {
    const { squares } = tree.nearest(features, row * width, most);
    far.push(Math.sqrt(squares.at(-1) ?? 0));
    await worked(100 * width);
  }
  far.sort((a, b) => a - b);
  const [low = 0, high = 0] = [far[0], far.at(-1)];
  const bend = far.reduce(
    (best, value, i) => {
      const below = (i / Math.max(1, far.length - 1)) * (high - low) + low - value;
      return below > best.below ? { below, value } : best;
    },
    { below: Number.NEGATIVE_INFINITY, value: high },
  );
  return bend.value > 0 ? bend.value : (far.find((value) => value > 0) ?? 1);
}
