/**
 * Somebody's ONNX graph cut after one of its values: only what that is computed from, as a file of its own, and as nodes
 * of another graph. Opsets 13 to 21, single arrays of plain types; what is more is refused by name.
 */
import { readOnnxFile } from '../onnxFile/readOnnxFile';
import { TetradError } from '../protocol/errors';
import { graphOfFile } from './graphOfFile';
import type { GraphBuilder, OnnxGraph } from './graphBuilder';

const [leastOpset, mostOpset, ours] = [13, 21, 17];

export interface FileCut {
  id: string;
  type: string;
  /** Values of its weights. */
  weights: number;
}

export interface CutFile {
  graph: OnnxGraph;
  /** What it can be written in together with layers of ours. */
  opset: number;
  /** The one input. */
  input: OnnxGraph['inputs'][number];
}

export function readForCut(bytes: Uint8Array): CutFile {
  const read = readOnnxFile(bytes);
  const refused = (message: string, hint: string) =>
    new TetradError({ code: 'unsupported', message, place: 'modelVersionId', hint });
  const opset = read.opsets.get('') ?? read.opsets.get('ai.onnx') ?? 0;
  if (opset < leastOpset || opset > mostOpset)
    throw refused(
      `The model is written in opset ${opset}; ${leastOpset} to ${mostOpset} can be cut.`,
      'Export it again in one of these.',
    );
  const graph = graphOfFile(read);
  const [input, ...more] = graph.inputs;
  if (!input || more.length > 0)
    throw refused('The model takes several arrays.', 'Choose one that takes a single picture.');
  return { graph, opset: Math.max(opset, ours), input };
}

/** Operators that learn something of their own, where one of their inputs is a weight. */
const learning = new Set(['Gemm', 'MatMul', 'Conv']);

/** Any value that a node makes; meant is what the last layer with weights reads, or the answer where none is before it. */
export function fileCuts({ graph }: CutFile): { points: FileCut[]; standard: string } {
  const sizes = new Map(graph.initializers.map(({ name, data }) => [name, data.length]));
  const points = graph.nodes.flatMap(({ opType, inputs, outputs }) => {
    const weights = inputs.reduce((sum, name) => sum + (sizes.get(name) ?? 0), 0);
    return outputs[0] ? [{ id: outputs[0], type: opType, weights }] : [];
  });
  const last = graph.nodes.findLast(
    ({ opType, inputs }) => learning.has(opType) && inputs.slice(1).some((name) => sizes.has(name)),
  );
  const standard = [last?.inputs[0], points.at(-1)?.id].find((name) => points.some(({ id }) => id === name));
  if (standard !== undefined) return { points, standard };
  throw new TetradError({
    code: 'badInput',
    message: 'The model has no operators that could be kept.',
    place: 'cut',
    hint: 'Choose a model of several layers.',
  });
}

/** The nodes of such a file in another graph; returns what it makes. */
export function joinFile(graph: GraphBuilder, bytes: Uint8Array, input: string): string {
  const { graph: front } = readForCut(bytes);
  const names = new Map<string, string>([[front.inputs[0]?.name ?? '', input]]);
  for (const { name, dtype, shape, data } of front.initializers)
    names.set(name, graph.constant(dtype, shape, data, name));
  const known = (name: string) => (name === '' ? '' : (names.get(name) ?? name));
  for (const { opType, inputs, outputs, attributes } of front.nodes) {
    const made = graph.nodes(opType, inputs.map(known), outputs, attributes);
    for (const [i, name] of outputs.entries()) names.set(name, made[i] as string);
  }
  return known(front.outputs[0]?.name ?? '');
}
