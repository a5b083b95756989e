/** What the edges of a graph say of it as a whole: degrees, components, loops, repetitions. */
import type { GraphFacts } from './graphSchema';

export interface GraphShape {
  nodes: number;
  /** Number of the node at either end of each edge. */
  source: Int32Array;
  target: Int32Array;
  directed: boolean;
}

export interface CountedGraph extends GraphFacts {
  /** Edges at each node; one to itself counts twice, as everywhere. */
  degrees: Int32Array<ArrayBuffer>;
}

export function graphFacts({ nodes, source, target, directed }: GraphShape): CountedGraph {
  const degrees = new Int32Array(nodes);
  const parent = Int32Array.from({ length: nodes }, (_, i) => i);
  const root = (of: number): number => {
    let at = of;
    while (parent[at] !== at) {
      parent[at] = parent[parent[at] as number] as number;
      at = parent[at] as number;
    }
    return at;
  };
  const seen = new Set<number>();
  let [loops, repeated] = [0, 0];
  for (let i = 0; i < source.length; i++) {
    const [a, b] = [source[i] as number, target[i] as number];
    degrees[a] = (degrees[a] as number) + 1;
    degrees[b] = (degrees[b] as number) + 1;
    if (a === b) loops++;
    // Node numbers are far below the square root of what a number holds.
    const key = directed || a <= b ? a * nodes + b : b * nodes + a;
    if (seen.has(key)) repeated++;
    else seen.add(key);
    const [rootA, rootB] = [root(a), root(b)];
    if (rootA !== rootB) parent[Math.max(rootA, rootB)] = Math.min(rootA, rootB);
  }
  const sizes = new Map<number, number>();
  for (let i = 0; i < nodes; i++) sizes.set(root(i), (sizes.get(root(i)) ?? 0) + 1);
  return {
    nodes,
    edges: source.length,
    components: sizes.size,
    largest: [...sizes.values()].reduce((most, size) => Math.max(most, size), 0),
    isolated: degrees.reduce((sum, degree) => sum + Number(degree === 0), 0),
    loops,
    repeated,
    degrees,
  };
}
