/**
 * Groups that last over many densities (Campello, Moulavi and Sander 2013, HDBSCAN): rows are joined by the distance at
 * which both are dense, the tree of joins is cut to groups of enough rows, and of a group and those inside it stays what
 * holds together longest.
 */
import { KdTree } from './kdTree';
import { type Rows, squaredBetween, type Worked } from './rows';

export interface LastingGroups {
  groups: number;
  /** By row: its group; -1 of none. */
  labels: Int32Array;
  /** By group: up to this distance rows join it. */
  reaches: Float64Array;
}

export interface HdbscanSettings {
  /** Fewer rows are no group. */
  leastGroup: number;
  /** With so many, itself among them, a row is dense at the distance of the last. */
  leastRows: number;
}

export async function hdbscan(
  data: Rows,
  { leastGroup, leastRows }: HdbscanSettings,
  worked: Worked,
): Promise<LastingGroups> {
  const joins = joinsOf(await shortestTree(data, leastRows, worked), data.rows);
  return lasting(condensed(joins, data.rows, leastGroup), data.rows);
}

interface Edge {
  a: number;
  b: number;
  distance: number;
}

/** The tree of least length over all rows, by the distance at which both ends are dense (Prim 1957). */
export async function shortestTree(data: Rows, leastRows: number, worked: Worked): Promise<Edge[]> {
  const { rows, width, features } = data;
  const tree = new KdTree(data);
  const dense = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    const { squares } = tree.nearest(features, row * width, Math.max(1, Math.min(leastRows, rows)));
    dense[row] = Math.sqrt(squares.at(-1) ?? 0);
    await worked(100 * width);
  }
  const nearest = new Float64Array(rows).fill(Number.POSITIVE_INFINITY);
  const from = new Int32Array(rows);
  const isIn = new Uint8Array(rows);
  const edges: Edge[] = [];
  let last = 0;
  isIn[0] = 1;
  for (let count = 1; count < rows; count++) {
    let next = -1;
    for (let row = 0; row < rows; row++) {
      if (isIn[row]) continue;
      const apart = Math.sqrt(squaredBetween(features, last * width, features, row * width, width));
      const by = Math.max(apart, dense[last] as number, dense[row] as number);
      if (by < (nearest[row] as number)) [nearest[row], from[row]] = [by, last];
      if (next < 0 || (nearest[row] as number) < (nearest[next] as number)) next = row;
    }
    isIn[next] = 1;
    edges.push({ a: from[next] as number, b: next, distance: nearest[next] as number });
    last = next;
    await worked(rows * width);
  }
  return edges;
}

/** Two parts that become one. Below `rows` a part is a row, from there on an earlier join. */
interface Join {
  left: number;
  right: number;
  distance: number;
  size: number;
}

function joinsOf(edges: readonly Edge[], rows: number): Join[] {
  const parent = Int32Array.from({ length: 2 * rows }, (_, i) => i);
  const rootOf = (node: number): number => {
    let root = node;
    while (parent[root] !== root) root = parent[root] as number;
    for (let at = node; parent[at] !== root; ) [at, parent[at]] = [parent[at] as number, root];
    return root;
  };
  const joins: Join[] = [];
  const sizeOf = (node: number) => (node < rows ? 1 : (joins[node - rows]?.size ?? 0));
  for (const { a, b, distance } of edges.toSorted((one, other) => one.distance - other.distance)) {
    const [left, right] = [rootOf(a), rootOf(b)];
    const made = rows + joins.length;
    joins.push({ left, right, distance, size: sizeOf(left) + sizeOf(right) });
    parent[left] = made;
    parent[right] = made;
  }
  return joins;
}

/** A group while it is one: from the density at which it comes apart from its parent on. */
interface Group {
  parent: number;
  born: number;
  /** Rows that leave it, and at which density. */
  leaving: { row: number; density: number }[];
  /** Groups that it comes apart into. */
  inside: number[];
  rows: number;
}

/** Of equal rows the density has no end; so far is far enough. */
const mostDensity = 1e12;

function condensed(joins: readonly Join[], rows: number, leastGroup: number): Group[] {
  const groups: Group[] = [{ parent: -1, born: 0, leaving: [], inside: [], rows }];
  const sizeOf = (node: number) => (node < rows ? 1 : (joins[node - rows]?.size ?? 0));
  const open: { node: number; group: number }[] = [{ node: rows + joins.length - 1, group: 0 }];
  for (let next = open.pop(); next; next = open.pop()) {
    const join = joins[next.node - rows];
    const own = groups[next.group];
    if (!join || !own) continue;
    const density = Math.min(mostDensity, 1 / join.distance);
    const sides = [join.left, join.right];
    const large = sides.filter((node) => sizeOf(node) >= leastGroup);
    for (const node of sides) {
      if (sizeOf(node) < leastGroup)
        for (const row of rowsBelow(joins, node, rows)) own.leaving.push({ row, density });
      else if (large.length === 1) open.push({ node, group: next.group });
      else {
        own.inside.push(groups.length);
        open.push({ node, group: groups.length });
        groups.push({ parent: next.group, born: density, leaving: [], inside: [], rows: sizeOf(node) });
      }
    }
  }
  return groups;
}

function rowsBelow(joins: readonly Join[], node: number, rows: number): number[] {
  const found: number[] = [];
  const open = [node];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const join = joins[next - rows];
    if (next < rows || !join) found.push(next);
    else open.push(join.left, join.right);
  }
  return found;
}

/** Of every branch the groups that hold most rows over the widest span of densities; all rows together are none. */
function lasting(groups: readonly Group[], rows: number): LastingGroups {
  const chosen = new Uint8Array(groups.length);
  const worth = new Float64Array(groups.length);
  for (let at = groups.length - 1; at > 0; at--) {
    const { born, leaving, inside } = groups[at] as Group;
    let own = 0;
    for (const { density } of leaving) own += density - born;
    let below = 0;
    for (const child of inside) {
      own += (groups[child] as Group).rows * ((groups[child] as Group).born - born);
      below += worth[child] as number;
    }
    worth[at] = Math.max(own, below);
    if (own < below) continue;
    chosen[at] = 1;
    const open = [...inside];
    for (let child = open.pop(); child !== undefined; child = open.pop()) {
      chosen[child] = 0;
      open.push(...(groups[child] as Group).inside);
    }
  }
  const labels = new Int32Array(rows).fill(-1);
  const reaches: number[] = [];
  const labelOf = new Int32Array(groups.length).fill(-1);
  for (const [at, { parent, born, leaving }] of groups.entries()) {
    if (chosen[at]) {
      labelOf[at] = reaches.length;
      reaches.push(1 / born);
    } else if (parent >= 0) labelOf[at] = labelOf[parent] as number;
    for (const { row } of leaving) labels[row] = labelOf[at] as number;
  }
  return { groups: reaches.length, labels, reaches: Float64Array.from(reaches) };
}
