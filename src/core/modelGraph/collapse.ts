/** What of a graph is drawn: its nodes, and in place of those of a closed block one item. */
import type { ModelGraph } from './modelGraph';

export interface ShownItem {
  /** Of a single node its index, of a block that of its first. */
  node: number;
  /** Of a closed block: its key, its own name, and how many nodes lie in it. */
  block?: { key: string; name: string; nodes: number };
}

export interface ShownGraph {
  items: ShownItem[];
  /** Of each node the item that stands for it. */
  itemOf: Int32Array;
  edges: { from: number; to: number; type: string }[];
}

const separator = '\u001f';
const keyOf = (path: readonly string[]): string => path.join(separator);
export const blockName = (key: string): string => key.split(separator).join(' / ');

/** Every block with its nodes, those alone in theirs left out: to open them would show nothing. */
export function blocksOf({ nodes }: ModelGraph): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { block } of nodes)
    for (let depth = 1; depth <= block.length; depth++) {
      const key = keyOf(block.slice(0, depth));
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  return new Map([...counts].filter(([, count]) => count > 1));
}

/** So that a first look shows some dozens of items: the outermost blocks, unless there are few nodes. */
export function firstClosed(graph: ModelGraph, most = 40): Set<string> {
  return graph.nodes.length <= most ? new Set() : new Set(blocksOf(graph).keys());
}

/** The blocks around a node, from the outermost, as keys. */
export const keysAround = (path: readonly string[]): string[] =>
  path.map((_, depth) => keyOf(path.slice(0, depth + 1)));

export function shownGraph(graph: ModelGraph, closed: ReadonlySet<string>): ShownGraph {
  const blocks = blocksOf(graph);
  const items: ShownItem[] = [];
  const itemOf = new Int32Array(graph.nodes.length);
  const byBlock = new Map<string, number>();
  for (const [i, { block }] of graph.nodes.entries()) {
    const key = keysAround(block).find((one) => closed.has(one) && blocks.has(one));
    const known = key === undefined ? undefined : byBlock.get(key);
    if (known !== undefined) {
      itemOf[i] = known;
      continue;
    }
    itemOf[i] = items.length;
    if (key === undefined) items.push({ node: i });
    else {
      byBlock.set(key, items.length);
      const name = key.split(separator).at(-1) ?? key;
      items.push({ node: i, block: { key, name, nodes: blocks.get(key) ?? 0 } });
    }
  }
  const edges: ShownGraph['edges'] = [];
  const seen = new Set<number>();
  for (const [i, { inputs }] of graph.nodes.entries())
    for (const { from, type } of inputs) {
      if (from < 0) continue;
      const [a, b] = [itemOf[from] as number, itemOf[i] as number];
      const pair = a * items.length + b;
      if (a === b || seen.has(pair)) continue;
      seen.add(pair);
      edges.push({ from: a, to: b, type });
    }
  return { items, itemOf, edges };
}
