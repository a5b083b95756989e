import type { OnnxNode } from '../graphBuilder';
import { type Pass, plural } from './pass';

/** Drops Identity nodes. One that only gives a graph output its name hands that name to its producer. */
export const removeIdentity: Pass = (graph) => {
  const outputs = new Set(graph.outputs.map(({ name }) => name));
  const produced = new Set(graph.nodes.flatMap((node) => node.outputs));
  const renamed = new Map<string, string>();
  const now = (name: string): string => {
    let current = name;
    for (let next = renamed.get(current); next !== undefined; next = renamed.get(current)) current = next;
    return current;
  };
  const kept: OnnxNode[] = [];
  for (const node of graph.nodes) {
    const [input = ''] = node.inputs;
    const [output = ''] = node.outputs;
    const source = now(input);
    if (node.opType !== 'Identity' || node.domain !== '') kept.push(node);
    else if (!outputs.has(output)) renamed.set(output, source);
    else if (produced.has(source) && !outputs.has(source)) renamed.set(source, output);
    else kept.push(node);
  }
  const removed = graph.nodes.length - kept.length;
  const nodes = kept.map((node) => ({
    ...node,
    inputs: node.inputs.map(now),
    outputs: node.outputs.map(now),
  }));
  return {
    graph: { ...graph, nodes },
    did: removed > 0 ? [`removed ${plural(removed, 'Identity node')}`] : [],
  };
};
