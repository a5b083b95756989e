/** Finds what a runtime would refuse, before the file is written, and says where. */
import { TetradError } from '#/core/protocol/errors';
import { sizeOf } from '../arch/sizeOf';
import { isGraph, type OnnxGraph } from './graphBuilder';

/** Every problem as one sentence; empty when the graph is sound. */
export function findProblems(graph: OnnxGraph): string[] {
  const problems: string[] = [];
  const made = new Map<string, string>();
  const define = (name: string, by: string) => {
    const earlier = made.get(name);
    if (name === '') problems.push(`${by} has an empty name.`);
    else if (earlier) problems.push(`"${name}" is made twice: by ${earlier} and by ${by}.`);
    made.set(name, by);
  };

  for (const { name, shape } of graph.inputs) {
    define(name, `input "${name}"`);
    if (shape.length === 0) problems.push(`Input "${name}" has no shape; give at least the batch dimension.`);
  }
  for (const { name, shape, data } of graph.initializers) {
    define(name, `constant "${name}"`);
    const size = sizeOf(shape);
    if (size !== data.length)
      problems.push(`Constant "${name}" has ${data.length} values for the shape [${shape.join(', ')}].`);
  }

  const later = new Set(graph.nodes.flatMap((node) => node.outputs));
  const nodeNames = new Set<string>();
  for (const node of graph.nodes) {
    const place = `node "${node.name}" (${node.opType})`;
    if (nodeNames.has(node.name)) problems.push(`Two nodes are called "${node.name}".`);
    nodeNames.add(node.name);
    if (node.domain !== '' && node.domain !== 'ai.onnx.ml')
      problems.push(`${place} is from the unknown domain "${node.domain}".`);
    if (node.outputs.length === 0) problems.push(`${place} makes nothing.`);
    for (const input of node.inputs) {
      // An empty name is ONNX's way to leave out an optional input.
      if (input === '' || made.has(input)) continue;
      problems.push(
        later.has(input)
          ? `${place} reads "${input}" before it is made; nodes must be in topological order.`
          : `${place} reads "${input}", which nothing makes.`,
      );
    }
    for (const inside of Object.values(node.attributes))
      if (isGraph(inside)) problems.push(...findProblems(inside).map((problem) => `In ${place}: ${problem}`));
    for (const output of node.outputs) define(output, place);
  }

  if (graph.outputs.length === 0) problems.push('The graph has no output.');
  const outputs = new Set<string>();
  for (const { name } of graph.outputs) {
    if (!made.has(name)) problems.push(`Output "${name}" is made by nothing.`);
    if (outputs.has(name)) problems.push(`Two outputs are called "${name}".`);
    outputs.add(name);
  }
  return problems;
}

export function checkGraph(graph: OnnxGraph): void {
  const problems = findProblems(graph);
  if (problems.length === 0) return;
  const rest = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
  throw new TetradError({ code: 'internal', message: `The ONNX graph is not valid: ${problems[0]}${rest}` });
}
