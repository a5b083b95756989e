/** Training rows with how dense it is about each: how much thinner it is about a row that is asked. */
import { castTo } from '../onnx/dtypes';
import { type Densities, leastDistance } from '../outliers/localDensity';
import type { BlobRef } from '../protocol/dataset';
import type { ModelBody, WeightRef } from '../protocol/model';
import type { StoredRows } from '../neighbours/findNearest';
import { defineBody, type Tensors } from './bodyDef';
import { sumsOnnx } from './neighbours';
import { unpackWeights } from './tensorBlob';

export interface LocalDensityBody {
  width: number;
  /** How many rows are kept. */
  rows: number;
  neighbours: number;
  stored: { blob: BlobRef; tensors: WeightRef[] };
}

export const densityTensors = {
  features: 'density/features',
  reach: 'density/reach',
  density: 'density/density',
} as const;

export const localDensity = defineBody<LocalDensityBody>({
  type: 'localDensity',
  title: 'Local density',
  blobs: ({ stored }) => [stored.blob],
  tensors: ({ stored }, [bytes]) => unpackWeights(bytes ?? new Uint8Array(), stored.tensors),
  inputShape: ({ width }) => [width],
  outputWidth: () => 1,
  toOnnx(graph, input, spec, tensors) {
    const { rows, width, neighbours } = spec;
    const { reach, density, features } = densitiesOf(spec, tensors);
    const toDouble = { to: castTo('double') };
    const sums = graph.node(
      'Cast',
      [sumsOnnx(graph, input, { shape: [rows, width], data: features }, 'euclidean')],
      {
        to: castTo('float'),
      },
    );
    const most = graph.constant('int64', [1], BigInt64Array.of(BigInt(neighbours)), 'neighbours');
    // [batch, neighbours]
    const [nearest = '', index = ''] = graph.nodes('TopK', [sums, most], ['nearestSums', 'nearestRows'], {
      axis: -1n,
      largest: 0n,
      sorted: 1n,
    });
    const of = (values: Float32Array, hint: string) =>
      graph.node(
        'Cast',
        [graph.node('Gather', [graph.constant('float', [rows], values, hint), index], { axis: 0n })],
        toDouble,
      );
    const across = graph.constant('int64', [1], BigInt64Array.of(1n));
    const mean = (values: string) =>
      graph.node('Div', [
        graph.node('ReduceSum', [values, across], { keepdims: 1n }),
        graph.constant('double', [], Float64Array.of(neighbours)),
      ]);
    const far = graph.node('Sqrt', [graph.node('Cast', [nearest], toDouble)]);
    const away = mean(graph.node('Max', [far, of(reach, 'reach')]));
    const least = graph.constant('double', [], Float64Array.of(leastDistance));
    const factor = graph.node('Mul', [mean(of(density, 'density')), graph.node('Add', [away, least])]);
    const toBase2 = graph.constant('double', [], Float64Array.of(Math.LN2));
    // There is no logarithm of doubles everywhere; the factor is no small difference of large numbers.
    const logarithm = graph.node('Log', [graph.node('Cast', [factor], { to: castTo('float') })]);
    const scaled = graph.node('Div', [graph.node('Cast', [logarithm], toDouble), toBase2]);
    return graph.node('Cast', [scaled], { to: castTo('float') }, { hint: 'logFactor' });
  },
  exportChoices: () => [],
  exportNotes: ({ rows }) => ({
    sentence: `It holds the ${rows.toLocaleString('en')} rows it was trained on, standardised.`,
  }),
  describe: ({ rows, neighbours }) =>
    `how dense it is about ${rows.toLocaleString('en')} rows, by ${neighbours} neighbours each`,
});

export const localDensityBody = (spec: LocalDensityBody): ModelBody => ({ type: localDensity.type, spec });

export function densitiesOf(
  { rows, width }: Pick<LocalDensityBody, 'rows' | 'width'>,
  tensors: Tensors,
): Densities & StoredRows {
  const of = (name: keyof typeof densityTensors) =>
    tensors.get(densityTensors[name])?.data ?? new Float32Array();
  return { rows, width, features: of('features'), reach: of('reach'), density: of('density') };
}
