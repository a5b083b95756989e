/** Core rows of groups, each with how far it reaches: the nearest one answers. */
import { type Cores, leastShare } from '../clusters/nearestCore';
import { castTo } from '../onnx/dtypes';
import type { BlobRef } from '../protocol/dataset';
import type { ModelBody, WeightRef } from '../protocol/model';
import { defineBody, type Tensors } from './bodyDef';
import { sumsOnnx } from './neighbours';
import { unpackWeights } from './tensorBlob';

export interface CoresBody {
  width: number;
  groups: number;
  /** How many rows are kept. */
  rows: number;
  /** So many of them have to lie within the reach of the nearest. */
  neighbours: number;
  stored: { blob: BlobRef; tensors: WeightRef[] };
}

export const coreTensors = {
  features: 'cores/features',
  labels: 'cores/labels',
  squares: 'cores/squares',
} as const;

export const cores = defineBody<CoresBody>({
  type: 'cores',
  title: 'Core rows of groups',
  blobs: ({ stored }) => [stored.blob],
  tensors: ({ stored }, [bytes]) => unpackWeights(bytes ?? new Uint8Array(), stored.tensors),
  inputShape: ({ width }) => [width],
  outputWidth: ({ groups }) => groups + 1,
  toOnnx(graph, input, spec, tensors) {
    const { groups, rows, width, neighbours } = spec;
    const kept = coresOf(spec, tensors);
    const sums = graph.node(
      'Cast',
      [sumsOnnx(graph, input, { shape: [rows, width], data: kept.features }, 'euclidean')],
      { to: castTo('float') },
    );
    const most = graph.constant('int64', [1], BigInt64Array.of(BigInt(neighbours)), 'neighbours');
    // [batch, neighbours]
    const [nearest = '', indices = ''] = graph.nodes('TopK', [sums, most], ['nearestSums', 'nearestCores'], {
      axis: -1n,
      largest: 0n,
      sorted: 1n,
    });
    // [batch, 1]
    const at = (values: string, place: number) =>
      graph.node('Gather', [values, graph.constant('int64', [1], BigInt64Array.of(BigInt(place)))], {
        axis: 1n,
      });
    const index = at(indices, 0);
    const labels = graph.constant('int64', [rows], BigInt64Array.from(kept.labels, BigInt), 'coreGroups');
    const squares = graph.constant('float', [rows], Float32Array.from(kept.squares), 'coreReaches');
    const own = graph.node('Gather', [labels, index], { axis: 0n });
    const reach = graph.node('Gather', [squares, index], { axis: 0n });
    const none = graph.constant('int64', [1, 1], BigInt64Array.of(BigInt(groups)));
    const called = graph.node('Where', [
      graph.node('LessOrEqual', [at(nearest, neighbours - 1), reach]),
      own,
      none,
    ]);
    const each = graph.constant(
      'int64',
      [groups + 1],
      BigInt64Array.from({ length: groups + 1 }, (_, i) => BigInt(i)),
    );
    const [sure, unlikely] = [0, Math.log(leastShare)].map((value) =>
      graph.constant('float', [], Float32Array.of(value)),
    ) as [string, string];
    return graph.node(
      'Where',
      [graph.node('Equal', [called, each]), sure, unlikely],
      {},
      { hint: 'logShares' },
    );
  },
  exportChoices: () => [],
  exportNotes: ({ rows }) => ({
    sentence: `It holds ${rows.toLocaleString('en')} core rows of the training, standardised. A row is of the group of the nearest of them if that reaches so far, and of no group else.`,
  }),
  describe: ({ rows, groups }) => `${rows.toLocaleString('en')} core rows of ${groups} groups`,
});

export const coresBody = (spec: CoresBody): ModelBody => ({ type: cores.type, spec });

export function coresOf(
  { rows, width, groups, neighbours }: Omit<CoresBody, 'stored'>,
  tensors: Tensors,
): Cores {
  const of = (name: keyof typeof coreTensors) => tensors.get(coreTensors[name])?.data ?? new Float32Array();
  return {
    rows,
    width,
    groups,
    neighbours,
    features: of('features'),
    labels: of('labels'),
    squares: of('squares'),
  };
}
