/** Two graphs as one: what the first makes is what the second takes. */
import type { GraphNode, ModelGraph } from './modelGraph';

/** `block`: what the nodes of the first lie in. */
export function joinGraphs(first: ModelGraph, second: ModelGraph, block: string): ModelGraph {
  const nodes: GraphNode[] = [];
  const add = (
    all: readonly GraphNode[],
    leftOut: GraphNode['kind'],
    weights: number,
    into: string[],
    end: number,
  ) => {
    const places = all.map(() => end);
    for (const [i, node] of all.entries()) {
      if (node.kind === leftOut) continue;
      places[i] = nodes.length;
      nodes.push({
        ...node,
        block: node.kind === 'node' ? [...into, ...node.block] : node.block,
        inputs: node.inputs.map((input) => ({ ...input, from: places[input.from] ?? -1 })),
        weights: node.weights.map((weight) => weight + weights),
      });
    }
    return places;
  };
  const places = add(first.nodes, 'output', 0, [block], -1);
  const output = first.nodes.find(({ kind }) => kind === 'output');
  add(second.nodes, 'input', first.weights.length, [], places[output?.inputs[0]?.from ?? -1] ?? -1);
  return {
    nodes,
    weights: [...first.weights, ...second.weights],
    facts: [...first.facts, ...second.facts],
  };
}
