/** Graphs, their nodes and attributes. */
import { TetradError } from '../protocol/errors';
import type { Budget } from './limits';
import type { FileAttribute, FileAttributeValue, FileFunction, FileGraph, FileNode } from './onnxFile';
import { readTensor } from './readTensor';
import { readType, readValue } from './readType';
import { damaged, Wire, wireTypes } from './wire';

export function readGraph(wire: Wire, budget: Budget, depth: number): FileGraph {
  const deeper = budget.deeper(depth);
  const graph: FileGraph = {
    name: '',
    doc: '',
    inputs: [],
    outputs: [],
    values: [],
    initializers: [],
    nodes: [],
  };
  while (wire.next())
    if (wire.field === 1) graph.nodes.push(readNode(wire.inner('a node'), budget, deeper));
    else if (wire.field === 2) graph.name = wire.text('the name of a graph');
    else if (wire.field === 5) graph.initializers.push(readTensor(wire.inner('weights'), budget));
    else if (wire.field === 10) graph.doc = wire.text('a description');
    else if (wire.field === 11) graph.inputs.push(readValue(wire.inner('an input'), budget));
    else if (wire.field === 12) graph.outputs.push(readValue(wire.inner('an output'), budget));
    else if (wire.field === 13) graph.values.push(readValue(wire.inner('a value'), budget));
    else if (wire.field === 15) graph.initializers.push(readSparse(wire.inner('weights'), budget));
    else wire.skip();
  return graph;
}

/** Which values are zero is all that a sparse array adds; here it is told, not computed with. */
function readSparse(wire: Wire, budget: Budget): FileGraph['initializers'][number] {
  let values: FileGraph['initializers'][number] | undefined;
  const dims: number[] = [];
  while (wire.next())
    if (wire.field === 1) values = readTensor(wire.inner('weights'), budget);
    else if (wire.field === 3)
      for (const dim of new Wire(wire.piece('a shape').bytes).varints()) dims.push(Number(dim));
    else wire.skip();
  if (!values) throw damaged('sparse weights have no values.');
  if (dims.some((dim) => !Number.isSafeInteger(dim) || dim < 0))
    throw damaged(`the sparse weights "${values.name}" have the shape [${dims.join(', ')}].`);
  return { ...values, dims, size: dims.reduce((product, dim) => product * dim, 1), data: { sparse: true } };
}

function readNode(wire: Wire, budget: Budget, depth: number): FileNode {
  budget.spend('nodes');
  const node: FileNode = {
    opType: '',
    domain: '',
    name: '',
    doc: '',
    inputs: [],
    outputs: [],
    attributes: [],
  };
  while (wire.next()) {
    if (wire.field === 1) node.inputs.push(wire.text('the name of an input'));
    else if (wire.field === 2) node.outputs.push(wire.text('the name of an output'));
    else if (wire.field === 3) node.name = wire.text('the name of a node');
    else if (wire.field === 4) node.opType = wire.text('the operator of a node');
    else if (wire.field === 5) node.attributes.push(readAttribute(wire.inner('an attribute'), budget, depth));
    else if (wire.field === 6) node.doc = wire.text('a description');
    else if (wire.field === 7) node.domain = wire.text('the domain of a node');
    else {
      wire.skip();
      continue;
    }
    budget.spend('entries');
  }
  // Both mean ONNX itself.
  if (node.domain === 'ai.onnx') node.domain = '';
  if (node.opType === '') throw damaged(`the node "${node.name}" has no operator.`);
  return node;
}

function readAttribute(wire: Wire, budget: Budget, depth: number): FileAttribute {
  let [name, doc, declared] = ['', '', 0];
  let value: FileAttributeValue | undefined;
  const floats: number[] = [];
  const ints: bigint[] = [];
  const strings: Uint8Array[] = [];
  const tensors: ReturnType<typeof readTensor>[] = [];
  const graphs: FileGraph[] = [];
  while (wire.next())
    if (wire.field === 1) name = wire.text('the name of an attribute');
    else if (wire.field === 2) value = { type: 'float', value: wire.float('an attribute') };
    else if (wire.field === 3) value = { type: 'int', value: wire.int('an attribute') };
    else if (wire.field === 4) value = { type: 'string', value: wire.bytesOf('an attribute') };
    else if (wire.field === 5) value = { type: 'tensor', value: readTensor(wire.inner('an array'), budget) };
    else if (wire.field === 6)
      value = { type: 'graph', value: readGraph(wire.inner('a graph'), budget, depth) };
    else if (wire.field === 7) pushFloats(wire, floats, budget);
    else if (wire.field === 8) pushInts(wire, ints, budget);
    else if (wire.field === 9) {
      budget.spend('attributeValues');
      strings.push(wire.bytesOf('an attribute'));
    } else if (wire.field === 10) tensors.push(readTensor(wire.inner('an array'), budget));
    else if (wire.field === 11) graphs.push(readGraph(wire.inner('a graph'), budget, depth));
    else if (wire.field === 13) doc = wire.text('a description');
    else if (wire.field === 14)
      value = { type: 'other', value: readType(wire.inner('a type'), budget, 0).text };
    else if (wire.field === 20) declared = wire.number('the type of an attribute');
    else if (wire.field === 21) value = { type: 'reference', value: wire.text('the name of an attribute') };
    else if (wire.field === 22) {
      wire.skip();
      value = { type: 'other', value: 'sparse weights' };
    } else wire.skip();
  if (strings.length > 0) value = { type: 'strings', value: strings };
  else if (tensors.length > 0) value = { type: 'tensors', value: tensors };
  else if (graphs.length > 0) value = { type: 'graphs', value: graphs };
  else if (floats.length > 0) value = { type: 'floats', value: floats };
  else if (ints.length > 0) value = { type: 'ints', value: ints };
  return { name, doc, ...(value ?? emptyOf(declared)) };
}

/** What is equal to nothing is not written at all: only the declared type tells it. */
function emptyOf(declared: number): FileAttributeValue {
  switch (declared) {
    case 1:
      return { type: 'float', value: 0 };
    case 2:
      return { type: 'int', value: 0n };
    case 3:
      return { type: 'string', value: new Uint8Array() };
    case 6:
      return { type: 'floats', value: [] };
    case 8:
      return { type: 'strings', value: [] };
    default:
      return { type: 'ints', value: [] };
  }
}

function pushFloats(wire: Wire, floats: number[], budget: Budget): void {
  const { type, bytes } = wire.piece('an attribute');
  if (bytes.length % 4 !== 0 || (type !== wireTypes.bytes && type !== wireTypes.fixed32))
    throw damaged('an attribute of numbers is cut off.');
  budget.spend('attributeValues', bytes.length / 4);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at < bytes.length; at += 4) floats.push(view.getFloat32(at, true));
}

function pushInts(wire: Wire, ints: bigint[], budget: Budget): void {
  for (const value of new Wire(wire.piece('an attribute').bytes).varints()) {
    budget.spend('attributeValues');
    ints.push(value);
  }
}

export function readFunction(wire: Wire, budget: Budget): FileFunction {
  const made: FileFunction = { domain: '', name: '', doc: '', inputs: [], outputs: [], nodes: [] };
  while (wire.next())
    if (wire.field === 1) made.name = wire.text('the name of a function');
    else if (wire.field === 4) made.inputs.push(wire.text('the name of an input'));
    else if (wire.field === 5) made.outputs.push(wire.text('the name of an output'));
    else if (wire.field === 7) made.nodes.push(readNode(wire.inner('a node'), budget, 1));
    else if (wire.field === 8) made.doc = wire.text('a description');
    else if (wire.field === 10) made.domain = wire.text('the domain of a function');
    else wire.skip();
  return made;
}

/** Every graph inside a node, with the name of the attribute that holds it. */
export const graphsIn = ({ attributes }: FileNode): { attribute: string; graph: FileGraph }[] =>
  attributes.flatMap((attribute) => {
    if (attribute.type === 'graph') return [{ attribute: attribute.name, graph: attribute.value }];
    if (attribute.type !== 'graphs') return [];
    return attribute.value.map((graph, i) => ({ attribute: `${attribute.name} ${i + 1}`, graph }));
  });

export const nodeTitle = ({ name, opType, outputs }: FileNode): string =>
  `node "${name || outputs.find((output) => output !== '') || '?'}" (${opType})`;

export const tooOld = (message: string, hint: string): TetradError =>
  new TetradError({ code: 'unsupported', message, hint });
