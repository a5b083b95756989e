/** Support rows: an answer is what those near to it count for. */
import { castTo } from '../onnx/dtypes';
import type { BlobRef } from '../protocol/dataset';
import type { ModelBody, WeightRef } from '../protocol/model';
import type { Support } from '../svm/kernelSums';
import { squaresOf } from '../svm/rbfKernel';
import { defineBody, type Tensors } from './bodyDef';
import { packWeights, unpackWeights } from './tensorBlob';

export interface KernelBody {
  width: number;
  outputs: number;
  /** How many rows are kept. */
  rows: number;
  gamma: number;
  stored: { blob: BlobRef; tensors: WeightRef[] };
}

export const kernel = defineBody<KernelBody>({
  type: 'kernel',
  title: 'Support rows',
  blobs: ({ stored }) => [stored.blob],
  tensors: ({ stored }, [bytes]) => unpackWeights(bytes ?? new Uint8Array(), stored.tensors),
  inputShape: ({ width }) => [width],
  outputWidth: ({ outputs }) => outputs,
  toOnnx(graph, input, spec, tensors) {
    const of = supportIn(spec, tensors);
    const { rows, width, outputs } = of;
    const double = (shape: number[], values: ArrayLike<number>, hint?: string) =>
      graph.constant('double', shape, Float64Array.from(values), hint);
    const asked = graph.node('Cast', [input], { to: castTo('double') }, { hint: 'asked' });
    const turned = new Float64Array(rows * width);
    for (let row = 0; row < rows; row++)
      for (let i = 0; i < width; i++) turned[i * rows + row] = of.features[row * width + i] as number;
    const axis = graph.constant('int64', [1], BigInt64Array.of(1n));
    const own = graph.node('ReduceSum', [graph.node('Mul', [asked, asked]), axis], { keepdims: 1n });
    const products = graph.node('MatMul', [asked, double([width, rows], turned, 'supportRows')]);
    const both = graph.node('Add', [own, double([1, rows], squaresOf(of), 'supportSquares')]);
    const apart = graph.node('Sub', [both, graph.node('Mul', [products, double([], [2])])]);
    const near = graph.node('Exp', [
      graph.node('Mul', [graph.node('Max', [apart, double([], [0])]), double([], [-of.gamma])]),
    ]);
    const sum = graph.node('MatMul', [near, double([rows, outputs], of.weights, 'supportWeights')]);
    const all = graph.node('Add', [sum, double([1, outputs], of.bias, 'supportBias')]);
    return graph.node('Cast', [all], { to: castTo('float') }, { hint: 'kernelSums' });
  },
  exportChoices: () => [],
  exportNotes: ({ rows }) => ({
    sentence: `It holds ${rows.toLocaleString('en')} rows of the training, prepared: those that support it.`,
  }),
  describe: ({ rows }) => `${rows.toLocaleString('en')} support ${rows === 1 ? 'row' : 'rows'}`,
});

export const supportIn = (
  { width, outputs, rows, gamma }: Omit<KernelBody, 'stored'>,
  tensors: Tensors,
): Support => {
  const of = (name: string) => tensors.get(`support/${name}`)?.data ?? new Float32Array();
  return { width, outputs, rows, gamma, features: of('features'), weights: of('weights'), bias: of('bias') };
};

export const supportTensors = ({ rows, width, outputs, features, weights, bias }: Support) =>
  new Map([
    ['support/features', { shape: [rows, width], data: features }],
    ['support/weights', { shape: [rows, outputs], data: Float32Array.from(weights) }],
    ['support/bias', { shape: [outputs], data: Float32Array.from(bias) }],
  ]);

export const packSupport = (of: Support): ReturnType<typeof packWeights> => packWeights(supportTensors(of));

export const kernelBody = (spec: KernelBody): ModelBody => ({ type: kernel.type, spec });
