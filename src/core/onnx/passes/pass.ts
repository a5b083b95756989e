import type { OnnxGraph, OnnxInitializer, OnnxNode } from '../graphBuilder';

/** A rewrite that keeps what the graph computes, and says in words what it did (nothing: an empty list). */
export type Pass = (graph: OnnxGraph) => { graph: OnnxGraph; did: string[] };

export function runPasses(graph: OnnxGraph, passes: readonly Pass[]): { graph: OnnxGraph; did: string[] } {
  const did: string[] = [];
  let current = graph;
  for (const pass of passes) {
    const result = pass(current);
    current = result.graph;
    did.push(...result.did);
  }
  return { graph: current, did };
}

export const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

export interface GraphIndex {
  constants: ReadonlyMap<string, OnnxInitializer>;
  /** Names of the graph's outputs. */
  outputs: ReadonlySet<string>;
  /** The node that alone reads what this one makes; undefined when there are several, or it leaves the graph. */
  onlyReader(node: OnnxNode): OnnxNode | undefined;
}

export function indexGraph(graph: OnnxGraph): GraphIndex {
  const outputs = new Set(graph.outputs.map(({ name }) => name));
  const readers = new Map<string, OnnxNode[]>();
  for (const node of graph.nodes)
    for (const input of node.inputs) {
      const known = readers.get(input);
      if (known) known.push(node);
      else readers.set(input, [node]);
    }
  return {
    constants: new Map(graph.initializers.map((constant) => [constant.name, constant])),
    outputs,
    onlyReader({ outputs: [made = ''] }) {
      const [reader, ...others] = readers.get(made) ?? [];
      return others.length > 0 || outputs.has(made) ? undefined : reader;
    },
  };
}

/** Without the constants that nothing reads any more. */
export function withoutUnread(graph: OnnxGraph): OnnxGraph {
  const read = new Set([
    ...graph.nodes.flatMap(({ inputs }) => inputs),
    ...graph.outputs.map(({ name }) => name),
  ]);
  return { ...graph, initializers: graph.initializers.filter(({ name }) => read.has(name)) };
}
