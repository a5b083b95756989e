/** Parts of a mixture of normal distributions, of which one is likeliest for a row: also what the centres of k-means are. */
import type { Mixture } from '../clusters/mixture';
import { castTo } from '../onnx/dtypes';
import type { GraphBuilder } from '../onnx/graphBuilder';
import type { BlobRef } from '../protocol/dataset';
import type { ModelBody, WeightRef } from '../protocol/model';
import { defineBody, type Tensors } from './bodyDef';
import { unpackWeights } from './tensorBlob';

export interface MixtureBody {
  width: number;
  parts: number;
  /** Centres alone, round each of which rows spread alike. */
  round: boolean;
  stored: { blob: BlobRef; tensors: WeightRef[] };
}

export const mixtureTensors = {
  means: 'mixture/means',
  offsets: 'mixture/offsets',
  factors: 'mixture/factors',
} as const;

export const mixture = defineBody<MixtureBody>({
  type: 'mixture',
  title: 'Mixture',
  blobs: ({ stored }) => [stored.blob],
  tensors: ({ stored }, [bytes]) => unpackWeights(bytes ?? new Uint8Array(), stored.tensors),
  inputShape: ({ width }) => [width],
  outputWidth: ({ parts }) => parts,
  toOnnx(graph, input, spec, tensors) {
    const of = mixtureOf(spec, tensors);
    const { parts, width } = spec;
    const int64s = (...values: number[]) =>
      graph.constant('int64', [values.length], BigInt64Array.from(values, BigInt));
    const double = (value: string) => graph.node('Cast', [value], { to: castTo('double') });
    const constant = (shape: number[], values: ArrayLike<number>, hint: string) =>
      double(graph.constant('float', shape, Float32Array.from(values), hint));
    // [parts, batch, width]
    const apart = graph.node('Sub', [
      graph.node('Unsqueeze', [double(input), int64s(0)]),
      constant([parts, 1, width], of.means, 'means'),
    ]);
    const along = scaled(
      graph,
      apart,
      spec,
      constant(spec.round ? [] : [parts, width, width], of.factors, 'factors'),
    );
    const squares = graph.node('ReduceSum', [graph.node('Mul', [along, along]), int64s(2)], { keepdims: 0n });
    const byRow = graph.node('Transpose', [squares], { perm: [1n, 0n] });
    const half = graph.constant('double', [], Float64Array.of(0.5));
    const joint = graph.node('Sub', [
      constant([1, parts], of.offsets, 'offsets'),
      graph.node('Mul', [byRow, half]),
    ]);
    // Below the largest in double: what is near it is exact in float.
    const largest = graph.node('ReduceMax', [joint], { axes: [1n], keepdims: 1n });
    return graph.node(
      'Cast',
      [graph.node('Sub', [joint, largest])],
      { to: castTo('float') },
      { hint: 'logShares' },
    );
  },
  exportChoices: () => [],
  exportNotes: ({ parts, round }) => ({
    sentence: round
      ? `It holds ${parts} centres. Probabilities are those of a mixture that spreads alike round each of them.`
      : `It holds ${parts} normal distributions.`,
  }),
  describe: ({ parts, width, round }) =>
    `${parts} ${round ? 'centres' : 'normal distributions'} of ${width} values`,
});

export const mixtureBody = (spec: MixtureBody): ModelBody => ({ type: mixture.type, spec });

export function mixtureOf({ width, parts }: Pick<MixtureBody, 'width' | 'parts'>, tensors: Tensors): Mixture {
  const of = (name: keyof typeof mixtureTensors) =>
    tensors.get(mixtureTensors[name])?.data ?? new Float32Array();
  return { width, parts, means: of('means'), offsets: of('offsets'), factors: of('factors') };
}

function scaled(graph: GraphBuilder, apart: string, { round }: MixtureBody, factors: string): string {
  return round ? graph.node('Mul', [apart, factors]) : graph.node('MatMul', [apart, factors]);
}
