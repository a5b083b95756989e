/**
 * A graph of TensorFlow operations, as TensorFlow.js stores it (graph-model), written in operators of ONNX. Whole numbers
 * of 32 bits become 64 bits, which is what shapes are there. https://github.com/tensorflow/tfjs/tree/master/tfjs-converter
 */
import { castTo } from '../onnx/dtypes';
import { createGraphBuilder } from '../onnx/createGraphBuilder';
import type { OnnxGraph } from '../onnx/graphBuilder';
import { each } from './operations/each';
import { shaping } from './operations/shaping';
import { windows } from './operations/windows';
import { damaged, TfNode } from './tfNode';
import { placeOf, type TfConstant, type TfOperation, TfReader } from './tfReader';

const operations: Readonly<Record<string, TfOperation>> = { ...each, ...windows, ...shaping };
const mostNodes = 100_000;

export interface TfArray {
  shape: number[];
  data: Float32Array;
  dtype?: string;
}

/** `outputs`: what it answers, by the names that a signature gives; without one, what nobody reads. */
export function tfGraphToOnnx(
  topology: unknown,
  weights: ReadonlyMap<string, TfArray>,
  outputs: readonly { name: string; from: string }[],
): OnnxGraph {
  const nodes = inOrder(nodesOf(topology));
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const read = new Set(nodes.flatMap(({ inputs }) => inputs.map((input) => placeOf(input)[0])));
  const answers =
    outputs.length > 0
      ? outputs
      : nodes
          .filter(
            ({ name, op }) => !read.has(name) && op !== 'Const' && op !== 'Placeholder' && op !== 'NoOp',
          )
          .map(({ name }) => ({ name, from: name }));
  const graph = createGraphBuilder(answers.map(({ name }) => identifier(name)));
  const values = new Map<string, readonly string[]>();
  const constants = new Map<string, TfConstant>();
  const reader = new TfReader(graph, values, constants);
  for (const node of nodes) {
    if (node.op === 'NoOp' || node.op === 'Assert') continue;
    if (node.op === 'Const') {
      const constant = constantOf(node, weights.get(node.name));
      constants.set(node.name, constant);
      values.set(node.name, [place(reader, node.name, constant)]);
    } else if (node.op === 'Placeholder') values.set(node.name, [entered(reader, node)]);
    else {
      const operation = Object.hasOwn(operations, node.op) ? operations[node.op] : undefined;
      if (!operation) throw node.refuse('is none of those that are read');
      const said = operation(reader, node);
      values.set(node.name, typeof said === 'string' ? [said] : said);
      // What passes a constant on is one.
      const source = constants.get(placeOf(node.inputs[0] ?? '')[0]);
      if (node.op === 'Identity' && source) constants.set(node.name, source);
    }
  }
  for (const { name, from } of answers) {
    const [node, at] = placeOf(from);
    const value = values.get(node)?.[at];
    if (value === undefined) throw damaged(`Its output “${from.slice(0, 80)}” is not there.`, from);
    graph.output(value, identifier(name), answered(byName.get(node)), []);
  }
  const built = graph.build();
  return { ...built, outputs: built.outputs.map((output) => ({ ...output, isOpen: true })) };
}

const identifier = (name: string): string =>
  name.replace(/[^A-Za-z0-9_]+/g, '_').replace(/^(?=\d)/, '_') || 'y';

function nodesOf(topology: unknown): TfNode[] {
  const listed =
    typeof topology === 'object' && topology !== null && 'node' in topology ? topology.node : undefined;
  if (!Array.isArray(listed) || listed.length === 0)
    throw damaged('It lists no operations.', 'modelTopology');
  if (listed.length > mostNodes)
    throw damaged(`It lists ${listed.length.toLocaleString('en')} operations.`, 'modelTopology');
  return listed.map((node, at) => new TfNode(node, at));
}

/** Each behind what it reads, as they stand as far as that goes. */
function inOrder(nodes: readonly TfNode[]): TfNode[] {
  const byName = new Map(nodes.map((node) => [node.name, node]));
  if (byName.size < nodes.length) throw damaged('Two operations have the same name.', 'modelTopology');
  const state = new Map<string, 'open' | 'done'>();
  const order: TfNode[] = [];
  for (const start of nodes) {
    const waiting = [start];
    while (waiting.length > 0) {
      const node = waiting.at(-1) as TfNode;
      if (state.get(node.name) === 'done') {
        waiting.pop();
        continue;
      }
      const needed = node.inputs
        .map((input) => byName.get(placeOf(input)[0]))
        .filter((one): one is TfNode => one !== undefined && state.get(one.name) !== 'done');
      if (needed.length === 0) {
        state.set(node.name, 'done');
        order.push(node);
        waiting.pop();
      } else if (needed.some((one) => state.get(one.name) === 'open')) throw node.refuse('is part of a loop');
      else {
        state.set(node.name, 'open');
        waiting.push(...needed);
      }
    }
  }
  return order;
}

const dtypes = { DT_FLOAT: 'float', DT_INT32: 'int64', DT_INT64: 'int64', DT_BOOL: 'bool' } as const;

function dtypeOf(node: TfNode): TfConstant['dtype'] {
  const type = node.type('dtype') ?? 'DT_FLOAT';
  if (Object.hasOwn(dtypes, type)) return dtypes[type as keyof typeof dtypes];
  throw node.refuse(`holds values of ${type.slice(0, 20)}`);
}

const truths = /^(Greater|Less|Equal|NotEqual|Logical)/;
const places = new Set(['Shape', 'ArgMax', 'ArgMin']);

/** Of what kind its values are; where nothing says so, numbers. */
function answered(node: TfNode | undefined): TfConstant['dtype'] {
  if (!node) return 'float';
  if (truths.test(node.op)) return 'bool';
  if (places.has(node.op)) return 'int64';
  const type = node.type(node.op === 'Cast' ? 'DstT' : 'T') ?? node.type('dtype');
  if (type && Object.hasOwn(dtypes, type)) return dtypes[type as keyof typeof dtypes];
  return 'float';
}

function constantOf(node: TfNode, array: TfArray | undefined): TfConstant {
  if (!array) throw damaged(`The file has no array “${node.name.slice(0, 80)}”.`, node.name);
  return { shape: array.shape, data: array.data, dtype: dtypeOf(node) };
}

function place(reader: TfReader, name: string, { shape, data, dtype }: TfConstant): string {
  if (dtype === 'int64') return reader.ints(Array.from(data), shape);
  if (dtype === 'bool') return reader.graph.constant('bool', shape, Uint8Array.from(data), name);
  return reader.floats(shape, data, name);
}

/** Its first axis is the batch; others that are open have names. */
function entered(reader: TfReader, node: TfNode): string {
  const shape = node.shape('shape');
  if (!shape) throw node.refuse('takes values of any shape');
  const open = shape.map((size, axis) => size ?? (axis === 0 ? null : `${identifier(node.name)}_${axis}`));
  const dtype = dtypeOf(node);
  const given = dtype === 'int64' ? 'int32' : dtype;
  const value = reader.graph.input(node.name, given, open);
  return given === dtype ? value : reader.node('Cast', [value], { to: castTo(dtype) });
}
