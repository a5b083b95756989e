/**
 * A layered drawing of a directed graph, from top to bottom (after Sugiyama, Tagawa, Toda 1981): ranks by the longest
 * path, order in a rank by the medians of neighbours, places by least squares with room kept between neighbours.
 * Edges over several ranks go through points in between, while these are not too many.
 */
export interface Sizes {
  widths: ArrayLike<number>;
  heights: ArrayLike<number>;
}

export interface Layered {
  /** Of each item: the middle of its upper edge. */
  x: Float32Array;
  y: Float32Array;
  width: number;
  height: number;
  /** Of each edge the points between its ends: x, y, x, y, … */
  bends: Float32Array[];
}

const gap = { across: 24, down: 44 };
const bendWidth = 14;
const sweeps = 6;

interface Row {
  members: number[];
}

export function layered({ widths, heights }: Sizes, edges: readonly (readonly [number, number])[]): Layered {
  const count = widths.length;
  const { rank, backwards } = ranksOf(count, edges);
  const rows: Row[] = Array.from({ length: 1 + Math.max(0, ...chunkMax(rank)) }, () => ({ members: [] }));
  const places: number[] = [];
  for (let i = 0; i < count; i++) {
    places.push(rank[i] as number);
    rows[rank[i] as number]?.members.push(i);
  }
  const up: number[][] = Array.from({ length: count }, () => []);
  const down: number[][] = Array.from({ length: count }, () => []);
  const chains = edges.map(([from, to], e): number[] => {
    if (backwards.has(e)) return [];
    const span = (rank[to] as number) - (rank[from] as number);
    const chain: number[] = [];
    // Points of all edges together must not be many times the items.
    if (span > 1 && places.length + span < 5 * count + 4000)
      for (let r = 1; r < span; r++) {
        const bend = places.length;
        places.push((rank[from] as number) + r);
        up.push([]);
        down.push([]);
        rows[(rank[from] as number) + r]?.members.push(bend);
        chain.push(bend);
      }
    const path = [from, ...chain, to];
    for (let i = 1; i < path.length; i++) {
      down[path[i - 1] as number]?.push(path[i] as number);
      up[path[i] as number]?.push(path[i - 1] as number);
    }
    return chain;
  });
  const widthOf = (i: number) => (i < count ? (widths[i] as number) : bendWidth);
  const at = new Float64Array(places.length);
  order(rows, up, down, at);
  const x = across(rows, up, down, widthOf);
  const tops = rowTops(rows, count, heights);
  let [least, most] = [0, 0];
  for (const [i, middle] of x.entries()) {
    least = Math.min(least, middle - widthOf(i) / 2);
    most = Math.max(most, middle + widthOf(i) / 2);
  }
  const rowHeight = (r: number) => (tops[r + 1] as number) - (tops[r] as number) - gap.down;
  return {
    x: Float32Array.from({ length: count }, (_, i) => (x[i] as number) - least),
    y: Float32Array.from({ length: count }, (_, i) => {
      const r = rank[i] as number;
      return (tops[r] as number) + (rowHeight(r) - (heights[i] as number)) / 2;
    }),
    width: most - least,
    height: Math.max(0, (tops.at(-1) ?? 0) - gap.down),
    bends: chains.map((chain) =>
      Float32Array.from(
        chain.flatMap((bend) => {
          const r = places[bend] as number;
          return [(x[bend] as number) - least, (tops[r] as number) + rowHeight(r) / 2];
        }),
      ),
    ),
  };
}

/** Without spreading a long array over the stack. */
function* chunkMax(values: Int32Array): Generator<number> {
  for (let from = 0; from < values.length; from += 8192)
    yield Math.max(...values.subarray(from, from + 8192));
}

/** Longest paths from above; closed blocks may make circles of what was none: those edges run backwards. */
function ranksOf(
  count: number,
  edges: readonly (readonly [number, number])[],
): { rank: Int32Array; backwards: Set<number> } {
  const rank = new Int32Array(count);
  const waits = new Int32Array(count);
  const out: number[][] = Array.from({ length: count }, () => []);
  for (const [e, [from, to]] of edges.entries()) {
    waits[to] = (waits[to] as number) + 1;
    out[from]?.push(e);
  }
  const done = new Uint8Array(count);
  const backwards = new Set<number>();
  const queue = Array.from({ length: count }, (_, i) => i).filter((i) => waits[i] === 0);
  let next = 0;
  let least = 0;
  for (let taken = 0; taken < count; taken++) {
    while (next < queue.length && done[queue[next] as number]) next++;
    if (next >= queue.length) {
      while (done[least]) least++;
      queue.push(least);
    }
    const item = queue[next++] as number;
    done[item] = 1;
    for (const e of out[item] ?? []) {
      const to = edges[e]?.[1] as number;
      if (done[to]) {
        backwards.add(e);
        continue;
      }
      rank[to] = Math.max(rank[to] as number, (rank[item] as number) + 1);
      waits[to] = (waits[to] as number) - 1;
      if (waits[to] === 0) queue.push(to);
    }
  }
  // What nothing leads to stands right above its first reader, not at the top.
  const isFed = new Uint8Array(count);
  for (const [, to] of edges) isFed[to] = 1;
  for (let i = 0; i < count; i++) {
    if (isFed[i] || (out[i] ?? []).length === 0) continue;
    let first = Number.POSITIVE_INFINITY;
    for (const e of out[i] ?? []) first = Math.min(first, rank[edges[e]?.[1] as number] as number);
    rank[i] = Math.max(0, first - 1);
  }
  return { rank, backwards };
}

function order(rows: readonly Row[], up: readonly number[][], down: readonly number[][], at: Float64Array) {
  const number = ({ members }: Row) => {
    for (const [i, member] of members.entries()) at[member] = i;
  };
  rows.forEach(number);
  for (let sweep = 0; sweep < sweeps; sweep++) {
    const isDown = sweep % 2 === 0;
    const neighbours = isDown ? up : down;
    for (const row of isDown ? rows : rows.toReversed()) {
      if (row.members.length === 1) continue;
      const wanted = new Map(
        row.members.map((member) => [
          member,
          medianOf(neighbours[member] ?? [], at) ?? (at[member] as number),
        ]),
      );
      row.members.sort((a, b) => (wanted.get(a) as number) - (wanted.get(b) as number));
      number(row);
    }
  }
}

function medianOf(neighbours: readonly number[], at: ArrayLike<number>): number | undefined {
  if (neighbours.length === 0) return undefined;
  if (neighbours.length === 1) return at[neighbours[0] as number];
  const places = neighbours.map((one) => at[one] as number).sort((a, b) => a - b);
  const middle = (places.length - 1) / 2;
  return ((places[Math.floor(middle)] as number) + (places[Math.ceil(middle)] as number)) / 2;
}

function across(
  rows: readonly Row[],
  up: readonly number[][],
  down: readonly number[][],
  widthOf: (i: number) => number,
): Float64Array {
  const x = new Float64Array(up.length);
  for (const { members } of rows) {
    let edge = 0;
    for (const member of members) {
      x[member] = edge + widthOf(member) / 2;
      edge += widthOf(member) + gap.across;
    }
    for (const member of members) x[member] = (x[member] as number) - edge / 2;
  }
  for (let sweep = 0; sweep < sweeps; sweep++) {
    const isDown = sweep % 2 === 0;
    for (const { members } of isDown ? rows : rows.toReversed()) {
      const wanted = members.map((member) => {
        const one = (isDown ? up : down)[member] ?? [];
        const other = sweep >= sweeps - 2 ? ((isDown ? down : up)[member] ?? []) : [];
        const all = one.length > 0 ? [...one, ...other] : other;
        return all.length > 0
          ? all.reduce((sum, i) => sum + (x[i] as number), 0) / all.length
          : (x[member] as number);
      });
      apart(members, wanted, widthOf, x);
    }
  }
  return x;
}

/** The places nearest to those wanted, in least squares, that keep order and room: pools of adjacent violators. */
function apart(
  members: readonly number[],
  wanted: readonly number[],
  widthOf: (i: number) => number,
  x: Float64Array,
) {
  const offsets: number[] = [];
  let offset = 0;
  for (const [i, member] of members.entries()) {
    if (i > 0) offset += (widthOf(members[i - 1] as number) + widthOf(member)) / 2 + gap.across;
    offsets.push(offset);
  }
  const pools: { sum: number; size: number }[] = [];
  for (const [i, want] of wanted.entries()) {
    let pool = { sum: want - (offsets[i] as number), size: 1 };
    for (
      let before = pools.at(-1);
      before && before.sum / before.size > pool.sum / pool.size;
      before = pools.at(-1)
    ) {
      pools.pop();
      pool = { sum: before.sum + pool.sum, size: before.size + pool.size };
    }
    pools.push(pool);
  }
  let i = 0;
  for (const { sum, size } of pools)
    for (let k = 0; k < size; k++, i++) x[members[i] as number] = sum / size + (offsets[i] as number);
}

function rowTops(rows: readonly Row[], count: number, heights: ArrayLike<number>): number[] {
  const tops = [0];
  for (const { members } of rows) {
    let tallest = 0;
    for (const member of members) if (member < count) tallest = Math.max(tallest, heights[member] as number);
    tops.push((tops.at(-1) as number) + tallest + gap.down);
  }
  return tops;
}
