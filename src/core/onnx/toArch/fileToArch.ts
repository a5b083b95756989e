/**
 * Somebody's graph as a network of ours, with its weights: what it takes is learnt on from there. Only where every
 * operator becomes a layer; the first one that does not is named.
 */
import type { ArchSpec } from '../../arch/archSpec';
import { parseArch } from '../../arch/parseArch';
import type { HostWeight } from '../../layers/layerDef';
import { TetradError } from '../../protocol/errors';
import type { OnnxGraph, OnnxNode } from '../graphBuilder';
import { ArchReader } from './archReader';
import { mappedBy } from './mapped';
import { operators } from './operators/table';
import { type Layered, notALayer, numbersOf } from './told';

export interface OpenedNetwork {
  arch: ArchSpec;
  weights: Map<string, HostWeight>;
}

export interface Openings {
  opset: number;
  /** Of its input, behind the batch, as the file has them: where the file leaves some free, what they are. */
  axes: number[];
  /** Its input has channels before height and width; ours takes them last. */
  channelsFirst: boolean;
  /** Of several outputs the one that answers. */
  output?: string;
}

/** unsupported, with the operator that has no layer. */
export function fileToArch(
  graph: OnnxGraph,
  { opset, axes, channelsFirst, output }: Openings,
): OpenedNetwork {
  const [input, ...others] = graph.inputs;
  const answers = output === undefined ? graph.outputs : graph.outputs.filter(({ name }) => name === output);
  const [answer, ...more] = answers;
  const refused = (why: string) =>
    new TetradError({ code: 'unsupported', message: why, place: 'modelVersionId' });
  if (!input || others.length > 0) throw refused(`it takes ${graph.inputs.length} arrays`);
  if (!answer || more.length > 0) throw refused(`it answers with ${graph.outputs.length} arrays`);
  if (input.dtype !== 'float') throw refused(`it takes values of the type ${input.dtype}`);
  const [batch] = input.shape;
  const reader = new ArchReader(opset, readersOf(graph), typeof batch === 'number' ? batch : undefined);
  reader.tell(input.name, entering(reader, axes, channelsFirst));
  for (const { name, shape, data } of graph.initializers) {
    const numbers = numbersOf(data);
    const whole = data instanceof BigInt64Array || data instanceof Int32Array;
    if (numbers) reader.tell(name, { kind: 'constant', name, shape, data: numbers, whole });
  }
  for (const node of graph.nodes) read(reader, node);
  const end: OnnxNode = {
    opType: 'output',
    domain: '',
    name: answer.name,
    inputs: [answer.name],
    outputs: [],
    attributes: {},
  };
  const value = reader.layered(end);
  const id = reader.asWritten(end, value);
  const arch = parseArch(reader.make.finish([{ name: 'output', node: id }]));
  return { arch: onlyNeeded(arch), weights: reader.make.weights };
}

function entering(reader: ArchReader, axes: readonly number[], isChannelsFirst: boolean): Layered {
  const shape = isChannelsFirst ? [...axes.slice(1), axes[0] ?? 1] : [...axes];
  const id = reader.make.input('input', shape);
  const perm = axes.map((_, i) => (isChannelsFirst ? (i === 0 ? axes.length : i) : i + 1));
  return { kind: 'layered', id, perm: [0, ...perm] };
}

function read(reader: ArchReader, node: OnnxNode): void {
  const [output = ''] = node.outputs;
  // It went into the layer before it.
  if (reader.told(output)) return;
  const operator = Object.hasOwn(operators, node.opType) ? operators[node.opType] : undefined;
  try {
    const made = mappedBy(reader, node) ?? operator?.(reader, node);
    if (!made) throw notALayer(node);
    reader.tell(output, made);
  } catch (thrown) {
    if (thrown instanceof TetradError && thrown.code === 'unsupported') throw thrown;
    throw notALayer(
      node,
      `has no layer of ours that fits: ${thrown instanceof Error ? thrown.message : String(thrown)}`,
    );
  }
}

function readersOf({ nodes, outputs }: OnnxGraph): Map<string, OnnxNode[]> {
  const readers = new Map<string, OnnxNode[]>();
  const add = (name: string, node: OnnxNode) => {
    const known = readers.get(name);
    if (known) known.push(node);
    else readers.set(name, [node]);
  };
  for (const node of nodes) for (const name of node.inputs) add(name, node);
  // An output of the file is read by whoever asks for it.
  for (const { name } of outputs)
    add(name, { opType: '', domain: '', name, inputs: [name], outputs: [], attributes: {} });
  return readers;
}

function onlyNeeded(arch: ArchSpec): ArchSpec {
  const needed = new Set(arch.outputs.map(({ node }) => node));
  const nodes = arch.nodes.toReversed().filter(({ id, inputs }) => {
    if (!needed.has(id)) return false;
    for (const from of inputs) needed.add(from);
    return true;
  });
  return { ...arch, nodes: nodes.toReversed() };
}
