/** Who is joined to whom in a graph, whichever way edges go, and the surroundings of a node that a network looks at. */
import type { GraphShape } from './graphFacts';

export interface Surroundings {
  /** Nodes of the graph, the one in the middle first, then those nearer before those further away. */
  nodes: number[];
  /** More were within reach than there are places for. */
  isCut: boolean;
}

export class Neighbours {
  readonly nodes: number;
  /** Those of node i are at starts[i] to starts[i + 1]: each once, ascending, without itself. */
  readonly #starts: Int32Array;
  readonly #ends: Int32Array;

  constructor({ nodes, source, target }: Omit<GraphShape, 'directed'>) {
    this.nodes = nodes;
    const joined: number[][] = Array.from({ length: nodes }, () => []);
    for (let i = 0; i < source.length; i++) {
      const [a, b] = [source[i] as number, target[i] as number];
      if (a === b) continue;
      joined[a]?.push(b);
      joined[b]?.push(a);
    }
    const distinct = joined.map((list) => Int32Array.from(new Set(list)).sort());
    this.#starts = new Int32Array(nodes + 1);
    distinct.forEach((list, i) => (this.#starts[i + 1] = (this.#starts[i] as number) + list.length));
    this.#ends = new Int32Array(this.#starts[nodes] as number);
    distinct.forEach((list, i) => this.#ends.set(list, this.#starts[i] as number));
  }

  of(node: number): Int32Array {
    return this.#ends.subarray(this.#starts[node], this.#starts[node + 1]);
  }

  /**
   * A node and those within so many edges of it, at most `places` of them in all: where more are equally far away, those
   * with the most edges to what is nearer, which are those of the lowest numbers among equals.
   */
  around(node: number, hops: number, places: number): Surroundings {
    const nodes = [node];
    const taken = new Set(nodes);
    let last = nodes;
    for (let hop = 0; hop < hops && last.length > 0; hop++) {
      const ties = new Map<number, number>();
      for (const from of last)
        for (const to of this.of(from)) if (!taken.has(to)) ties.set(to, (ties.get(to) ?? 0) + 1);
      const found = [...ties].sort((a, b) => b[1] - a[1] || a[0] - b[0]).map(([to]) => to);
      last = found.slice(0, places - nodes.length);
      for (const to of last) taken.add(to);
      nodes.push(...last);
      if (last.length < found.length) return { nodes, isCut: true };
    }
    return { nodes, isCut: false };
  }

  /** Writes 1 for each edge between these nodes, by their places: row-major, `stride` values a row. */
  edgesInto(nodes: readonly number[], to: Float32Array, at: number, stride: number): void {
    const place = new Map(nodes.map((node, i) => [node, i]));
    for (const [i, node] of nodes.entries())
      for (const other of this.of(node)) {
        const j = place.get(other);
        if (j !== undefined) to[at + i * stride + j] = 1;
      }
  }
}
