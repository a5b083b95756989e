/** Whether graphs can be computed at all: names are made once and before they are read, and no node waits for itself. */
import { TetradError } from '../protocol/errors';
import type { FileGraph, FileNode, OnnxFile } from './onnxFile';
import { graphsIn, nodeTitle } from './readGraph';

const unsound = (message: string, place: string, hint = 'The file is damaged. Export it again.') =>
  new TetradError({ code: 'badInput', message, place, hint });

export function checkGraphs({ graph, functions, opsets }: OnnxFile): void {
  checkGraph(graph, new Set(), opsets, new Set(functions.map(({ domain }) => domain)));
  if (graph.outputs.length === 0) throw unsound('The model has no output.', `graph "${graph.name}"`);
}

function checkGraph(
  graph: FileGraph,
  around: ReadonlySet<string>,
  opsets: ReadonlyMap<string, number>,
  own: ReadonlySet<string>,
): void {
  const known = new Set(around);
  const place = `graph "${graph.name}"`;
  const weights = new Set<string>();
  for (const { name } of graph.initializers) {
    if (weights.has(name)) throw unsound(`Two arrays of weights are called "${name}".`, place);
    weights.add(name);
    known.add(name);
  }
  const inputs = new Set<string>();
  for (const { name } of graph.inputs) {
    if (name === '') throw unsound('An input has no name.', place);
    if (inputs.has(name)) throw unsound(`Two inputs are called "${name}".`, place);
    inputs.add(name);
    known.add(name);
  }
  const maker = new Map<string, number>();
  for (const [i, node] of graph.nodes.entries()) {
    if (!opsets.has(node.domain) && opsets.size > 0 && !own.has(node.domain))
      throw new TetradError({
        code: 'unsupported',
        message: `The operator ${node.opType} is of the domain "${node.domain || 'ai.onnx'}", of which the file names no version.`,
        place: nodeTitle(node),
        hint: 'Save the model with an opset_import of that domain.',
      });
    for (const output of node.outputs) {
      if (output === '') continue;
      if (maker.has(output) || inputs.has(output) || weights.has(output))
        throw unsound(`The value "${output}" is made twice.`, nodeTitle(node));
      maker.set(output, i);
    }
  }
  checkOrder(graph.nodes, known, maker);
  const all = new Set(known);
  for (const name of maker.keys()) all.add(name);
  for (const { name } of graph.outputs)
    if (!all.has(name)) throw unsound(`The output "${name}" is made by nothing.`, place);
  for (const node of graph.nodes)
    for (const { graph: inner } of graphsIn(node)) checkGraph(inner, all, opsets, own);
}

/** Nodes may stand in any order, as runtimes take them; a circle is refused with the names of its nodes. */
function checkOrder(
  nodes: readonly FileNode[],
  known: ReadonlySet<string>,
  maker: ReadonlyMap<string, number>,
): void {
  const waits = new Uint32Array(nodes.length);
  const readers = new Map<number, number[]>();
  for (const [i, node] of nodes.entries())
    for (const input of new Set(readBy(node))) {
      if (input === '' || known.has(input)) continue;
      const from = maker.get(input);
      if (from === undefined) {
        if (node.inputs.includes(input))
          throw unsound(`It reads "${input}", which nothing makes.`, nodeTitle(node));
        continue;
      }
      waits[i] = (waits[i] as number) + 1;
      const list = readers.get(from);
      if (list) list.push(i);
      else readers.set(from, [i]);
    }
  const free = nodes.flatMap((_, i) => (waits[i] === 0 ? [i] : []));
  let done = 0;
  for (let next = free.pop(); next !== undefined; next = free.pop()) {
    done++;
    for (const reader of readers.get(next) ?? []) {
      waits[reader] = (waits[reader] as number) - 1;
      if (waits[reader] === 0) free.push(reader);
    }
  }
  if (done === nodes.length) return;
  const circle = nodes.filter((_, i) => (waits[i] as number) > 0);
  throw unsound(
    `The graph goes in a circle: ${circle.slice(0, 3).map(nodeTitle).join(', ')}${circle.length > 3 ? `, and ${circle.length - 3} more nodes` : ''} wait for each other.`,
    nodeTitle(circle[0] as FileNode),
    'A model computes from its inputs to its outputs; the file is damaged, or made to harm.',
  );
}

/** Also what graphs inside it read from around them; what they make themselves is theirs. */
function readBy(node: FileNode): string[] {
  const inner = graphsIn(node);
  if (inner.length === 0) return node.inputs;
  return [...node.inputs, ...inner.flatMap(({ graph }) => capturedBy(graph))];
}

function capturedBy(graph: FileGraph): string[] {
  const own = new Set([
    ...graph.initializers.map(({ name }) => name),
    ...graph.inputs.map(({ name }) => name),
    ...graph.nodes.flatMap(({ outputs }) => outputs),
  ]);
  const read = [...graph.nodes.flatMap(readBy), ...graph.outputs.map(({ name }) => name)];
  return read.filter((name) => !own.has(name));
}
