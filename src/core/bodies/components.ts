/** A plane through the rows: how far a row is off it, and where on it. */
import { type Components, leastOff } from '../components/components';
import { castTo } from '../onnx/dtypes';
import type { BlobRef } from '../protocol/dataset';
import type { ModelBody, WeightRef } from '../protocol/model';
import { defineBody, type Tensors } from './bodyDef';
import { unpackWeights } from './tensorBlob';

export interface ComponentsBody {
  width: number;
  /** How many are kept. */
  count: number;
  /** Along all that there are, the largest first, over the training rows. */
  variances: number[];
  stored: { blob: BlobRef; tensors: WeightRef[] };
}

export const components = defineBody<ComponentsBody>({
  type: 'components',
  title: 'Principal components',
  blobs: ({ stored }) => [stored.blob],
  tensors: ({ stored }, [bytes]) => unpackWeights(bytes ?? new Uint8Array(), stored.tensors),
  inputShape: ({ width }) => [width],
  outputWidth: () => 1,
  latentWidth: ({ count }) => count,
  components: (spec, tensors) => ({ ...componentsIn(spec, tensors), variances: spec.variances }),
  toOnnx(graph, input, spec, tensors, narrow) {
    const { width, count, mean, axes } = componentsIn(spec, tensors);
    const double = (shape: number[], values: ArrayLike<number>, hint?: string) =>
      graph.constant('double', shape, Float64Array.from(values), hint);
    const turned = new Float64Array(width * count);
    for (let which = 0; which < count; which++)
      for (let i = 0; i < width; i++) turned[i * count + which] = axes[which * width + i] as number;
    const asked = graph.node('Cast', [input], { to: castTo('double') });
    const centred = graph.node('Sub', [asked, double([1, width], mean, 'mean')], {}, { hint: 'centred' });
    const along = graph.node('MatMul', [centred, double([width, count], turned, 'axes')]);
    narrow?.(graph.node('Cast', [along], { to: castTo('float') }, { hint: 'along' }));
    const onPlane = graph.node('MatMul', [along, double([count, width], axes, 'axesAcross')]);
    const off = graph.node('Sub', [centred, onPlane], {}, { hint: 'off' });
    const axis = graph.constant('int64', [1], BigInt64Array.of(1n));
    const squares = graph.node('ReduceSum', [graph.node('Mul', [off, off]), axis], { keepdims: 1n });
    const distance = graph.node('Add', [graph.node('Sqrt', [squares]), double([], [leastOff])]);
    // There is no logarithm of doubles everywhere.
    const logarithm = graph.node('Log', [graph.node('Cast', [distance], { to: castTo('float') })]);
    const toBase2 = graph.constant('float', [], Float32Array.of(1 / Math.LN2));
    return graph.node('Mul', [logarithm, toBase2], {}, { hint: 'logDistance' });
  },
  exportChoices: () => [],
  exportNotes: ({ count, width }) => ({
    sentence: `It answers how far a row is off the plane of ${count} of ${width} directions, and where on it.`,
  }),
  describe: ({ count, variances }) => {
    const total = variances.reduce((sum, value) => sum + value, 0);
    const kept = variances.slice(0, count).reduce((sum, value) => sum + value, 0);
    return `${count} of ${variances.length} principal components, ${((100 * kept) / (total || 1)).toFixed(1)} % of the variance`;
  },
});

export const componentsBody = (spec: ComponentsBody): ModelBody => ({ type: components.type, spec });

export const componentTensors = ({ width, count, mean, axes }: Components) =>
  new Map([
    ['components/mean', { shape: [width], data: mean }],
    ['components/axes', { shape: [count, width], data: axes }],
  ]);

export function componentsIn(
  { width, count }: Pick<ComponentsBody, 'width' | 'count'>,
  tensors: Tensors,
): Components {
  const of = (name: string) => tensors.get(`components/${name}`)?.data ?? new Float32Array();
  return { width, count, mean: of('mean'), axes: of('axes') };
}
