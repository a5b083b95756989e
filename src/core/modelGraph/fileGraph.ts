/** An ONNX file of anybody as a graph to be looked at. Constants are weights; graphs inside nodes are blocks. */
import { elementName } from '../onnxFile/elementTypes';
import type { FileAttribute, FileGraph, FileNode, FileTensor, OnnxFile } from '../onnxFile/onnxFile';
import { graphsIn } from '../onnxFile/readGraph';
import type { GraphInput, GraphNode, ModelGraph } from './modelGraph';

const longText = 2000;
const shownNumbers = 64;

/** The arrays that `weights` of the graph name, in the same order. */
export interface LookedInto {
  graph: ModelGraph;
  tensors: FileTensor[];
}

export function fileGraph(file: OnnxFile): LookedInto {
  const nodes: GraphNode[] = [];
  const tensors: FileTensor[] = [];
  addGraph(file.graph, [], new Map(), nodes, tensors);
  const parameters = tensors.reduce((sum, { size }) => sum + size, 0);
  const opsets = [...file.opsets].map(([domain, version]) => `${domain || 'ai.onnx'} ${version}`);
  const facts: [string, string][] = [
    ['Format', `ONNX, IR ${file.irVersion}`],
    ['Opsets', opsets.join(', ')],
    ['Written by', [file.producer, file.producerVersion].filter(Boolean).join(' ')],
    ['Graph', file.graph.name],
    ['Domain', file.domain],
    ['Version', file.modelVersion === '0' ? '' : file.modelVersion],
    ['Operators', nodes.filter(({ kind }) => kind === 'node').length.toLocaleString('en')],
    ['Weights', parameters.toLocaleString('en')],
    ['Functions', file.functions.map(({ name }) => name).join(', ')],
    ['Description', file.doc || file.graph.doc],
    ...file.metadata,
  ];
  return {
    graph: {
      nodes,
      weights: tensors.map(({ name, element, dims, size }) => ({
        name,
        dtype: elementName(element),
        shape: dims,
        size,
      })),
      facts: facts
        .filter(([, value]) => value !== '')
        .map(([name, value]) => [name, value.slice(0, longText)]),
    },
    tensors,
  };
}

/** A value that is made: by a node, or one of the weights. */
type Made = { node: number; type: string } | { weight: number };

function addGraph(
  graph: FileGraph,
  around: readonly string[],
  outside: ReadonlyMap<string, Made>,
  nodes: GraphNode[],
  tensors: FileTensor[],
): void {
  const types = new Map(
    [...graph.values, ...graph.inputs, ...graph.outputs].map(({ name, type }) => [name, type?.text ?? '']),
  );
  const typeOf = (name: string) => types.get(name) ?? '';
  const made = new Map(outside);
  const weight = (name: string, tensor: FileTensor) => {
    made.set(name, { weight: tensors.length });
    tensors.push({ ...tensor, name: tensor.name || name });
  };
  for (const tensor of graph.initializers) weight(tensor.name, tensor);
  for (const { name } of graph.inputs) {
    if (made.has(name)) continue;
    made.set(name, { node: nodes.length, type: typeOf(name) });
    nodes.push({ ...bare('input', name, around), outputs: [{ name, type: typeOf(name) }] });
  }
  for (const node of sorted(graph.nodes)) {
    const constant = node.opType === 'Constant' && node.domain === '' ? node.attributes[0] : undefined;
    if (constant?.type === 'tensor' && node.outputs[0]) {
      weight(node.outputs[0], constant.value);
      continue;
    }
    const block = [...around, ...blockOf(node)];
    for (const inner of graphsIn(node))
      addGraph(
        inner.graph,
        [...block, `${node.name || node.opType} ${inner.attribute}`],
        made,
        nodes,
        tensors,
      );
    const at = nodes.length;
    for (const output of node.outputs) if (output) made.set(output, { node: at, type: typeOf(output) });
    nodes.push(toNode(node, block, made, typeOf));
  }
  for (const { name } of graph.outputs)
    nodes.push({ ...bare('output', name, around), inputs: inputsOf([name], made, typeOf).inputs });
}

const bare = (kind: 'input' | 'output', name: string, block: readonly string[]): GraphNode => ({
  kind,
  op: kind,
  name,
  block: [...block],
  inputs: [],
  outputs: [],
  attributes: [],
  weights: [],
});

/** "/layer1/layer1.0/conv1/Conv" lies in layer1, and in it in layer1.0 and conv1. */
const blockOf = ({ name }: FileNode): string[] =>
  name.includes('/')
    ? name
        .split('/')
        .filter(Boolean)
        .slice(0, -1)
        .slice(0, 8)
        .map((part) => part.slice(0, 80))
    : [];

function inputsOf(
  names: readonly string[],
  made: ReadonlyMap<string, Made>,
  typeOf: (name: string) => string,
): { inputs: GraphInput[]; weights: number[] } {
  const inputs: GraphInput[] = [];
  const weights: number[] = [];
  for (const name of names) {
    const from = made.get(name);
    if (name === '') continue;
    if (from && 'weight' in from) weights.push(from.weight);
    else inputs.push({ name, from: from?.node ?? -1, type: (from?.type ?? '') || typeOf(name) });
  }
  return { inputs, weights };
}

function toNode(
  node: FileNode,
  block: string[],
  made: ReadonlyMap<string, Made>,
  typeOf: (name: string) => string,
): GraphNode {
  return {
    kind: 'node',
    op: node.domain ? `${node.domain}.${node.opType}` : node.opType,
    name: node.name || node.outputs.find(Boolean) || node.opType,
    block,
    ...inputsOf(node.inputs, made, typeOf),
    outputs: node.outputs.filter(Boolean).map((name) => ({ name, type: typeOf(name) })),
    attributes: node.attributes.map((attribute) => [attribute.name, attributeText(attribute)]),
    ...(node.doc && { doc: node.doc.slice(0, longText) }),
  };
}

const decoder = new TextDecoder();

const listed = (values: readonly unknown[]): string =>
  `[${values.slice(0, shownNumbers).join(', ')}${values.length > shownNumbers ? `, … ${values.length} in all` : ''}]`;

function attributeText(attribute: FileAttribute): string {
  switch (attribute.type) {
    case 'float':
      return String(Number(attribute.value.toPrecision(7)));
    case 'int':
      return String(attribute.value);
    case 'string':
      return decoder.decode(attribute.value.subarray(0, longText));
    case 'floats':
      return listed(attribute.value.map((value) => Number(value.toPrecision(7))));
    case 'ints':
      return listed(attribute.value);
    case 'strings':
      return listed(attribute.value.slice(0, shownNumbers).map((text) => decoder.decode(text)));
    case 'tensor':
      return `${elementName(attribute.value.element)} [${attribute.value.dims.join(', ')}]`;
    case 'tensors':
      return `${attribute.value.length} arrays`;
    case 'graph':
      return `a graph of ${attribute.value.nodes.length} nodes`;
    case 'graphs':
      return `${attribute.value.length} graphs`;
    default:
      return attribute.value;
  }
}

/** Files need not have their nodes in order; what is looked at does. It is known to be no circle (checkGraphs). */
function sorted(nodes: readonly FileNode[]): FileNode[] {
  const maker = new Map<string, number>();
  for (const [i, { outputs }] of nodes.entries()) for (const output of outputs) maker.set(output, i);
  const inOrder = nodes.every(({ inputs }, i) => inputs.every((input) => (maker.get(input) ?? -1) < i));
  if (inOrder) return [...nodes];
  const done = new Set<number>();
  const result: FileNode[] = [];
  for (const start of nodes.keys()) {
    // Not by recursion: a chain may be as long as the file.
    const stack = [start];
    for (let at = stack.at(-1); at !== undefined; at = stack.at(-1)) {
      const open = done.has(at)
        ? []
        : (nodes[at]?.inputs ?? []).flatMap((input) => {
            const from = maker.get(input);
            return from === undefined || done.has(from) ? [] : [from];
          });
      if (open.length > 0) {
        stack.push(...open);
        continue;
      }
      stack.pop();
      if (done.has(at)) continue;
      done.add(at);
      result.push(nodes[at] as FileNode);
    }
  }
  return result;
}
