import type { OnnxGraph } from '../graphBuilder';

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
