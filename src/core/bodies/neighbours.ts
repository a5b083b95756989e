/** The rows of a training themselves: an answer is what the nearest of them were. */
import { castTo } from '../onnx/dtypes';
import type { GraphBuilder } from '../onnx/graphBuilder';
import type { HostWeight } from '../layers/layerDef';
import { leastShare, type Votes } from '../neighbours/answerOfNearest';
import type { BlobRef } from '../protocol/dataset';
import type { ModelBody, WeightRef } from '../protocol/model';
import { defineBody, type Tensors } from './bodyDef';
import { unpackWeights } from './tensorBlob';

export interface NeighboursBody extends Omit<Votes, 'targets'> {
  rows: { blob: BlobRef; tensors: WeightRef[] };
}

export const rowTensors = { features: 'rows/features', targets: 'rows/targets' } as const;

export const neighbours = defineBody<NeighboursBody>({
  type: 'neighbours',
  title: 'Nearest neighbours',
  blobs: ({ rows }) => [rows.blob],
  tensors: ({ rows }, [bytes]) => unpackWeights(bytes ?? new Uint8Array(), rows.tensors),
  inputShape: ({ rows }) => [shapeOf(rows.tensors)[1] ?? 0],
  outputWidth: ({ classes }) => Math.max(classes, 1),
  toOnnx(graph, input, spec, tensors) {
    const { features, targets } = storedRows(tensors);
    const [rows = 0] = features.shape;
    const sums = sumsOnnx(graph, input, features, spec.distance);
    const most = graph.constant('int64', [1], BigInt64Array.of(BigInt(spec.neighbours)), 'neighbours');
    const [nearest = '', indices = ''] = graph.nodes(
      'TopK',
      [graph.node('Cast', [sums], { to: castTo('float') }), most],
      ['nearestSums', 'nearestRows'],
      { axis: -1n, largest: 0n, sorted: 1n },
    );
    const votes = votesOnnx(graph, nearest, spec);
    const known =
      spec.classes > 0
        ? graph.constant('int64', [rows], BigInt64Array.from(targets.data, BigInt), 'rowClasses')
        : graph.constant('float', [rows], targets.data, 'rowTargets');
    const said = graph.node('Gather', [known, indices], { axis: 0n });
    return spec.classes > 0
      ? sharesOnnx(graph, votes, said, spec.classes)
      : meanOnnx(graph, votes, graph.node('Cast', [said], { to: castTo('double') }));
  },
  exportChoices: () => [],
  exportNotes: ({ rows }) => ({
    sentence: `It holds the ${(shapeOf(rows.tensors)[0] ?? 0).toLocaleString('en')} rows it was trained on, standardised.`,
  }),
  describe: ({ rows, neighbours: count, weights, distance }) =>
    `${count === 1 ? 'the nearest' : `the ${count} nearest`} of ${(shapeOf(rows.tensors)[0] ?? 0).toLocaleString('en')} rows (${distance} distance${weights === 'distance' ? ', nearer ones weigh more' : ''})`,
});

export const neighboursBody = (spec: NeighboursBody): ModelBody => ({ type: neighbours.type, spec });

const shapeOf = (tensors: readonly WeightRef[]): number[] =>
  tensors.find(({ name }) => name === rowTensors.features)?.shape ?? [];

export function storedRows(tensors: Tensors): { features: HostWeight; targets: HostWeight } {
  const of = (name: string) => tensors.get(name) ?? { shape: [0, 0], data: new Float32Array() };
  return { features: of(rowTensors.features), targets: of(rowTensors.targets) };
}

const int64s = (graph: GraphBuilder, values: readonly number[]): string =>
  graph.constant('int64', [values.length], BigInt64Array.from(values, BigInt));

/**
 * [batch, rows], double: summed feature by feature, as findNearest does it. So no more is held at a time than the sums
 * themselves, and rows that are equal have sums that are equal.
 */
export function sumsOnnx(
  graph: GraphBuilder,
  input: string,
  features: HostWeight,
  distance: NeighboursBody['distance'],
): string {
  const [rows = 0, width = 0] = features.shape;
  const double = { to: castTo('double') };
  const asked = graph.node('Cast', [input], double, { hint: 'asked' });
  const askedByFeature = graph.node('Unsqueeze', [
    graph.node('Transpose', [asked], { perm: [1n, 0n] }),
    int64s(graph, [2]),
  ]);
  const byFeature = new Float32Array(rows * width);
  for (let row = 0; row < rows; row++)
    for (let i = 0; i < width; i++) byFeature[i * rows + row] = features.data[row * width + i] as number;
  const stored = graph.constant('float', [width, 1, rows], byFeature, 'rowsByFeature');
  const batch = graph.node('Gather', [graph.node('Shape', [input]), int64s(graph, [0])], { axis: 0n });
  const zeros = graph.node('ConstantOfShape', [
    graph.node('Concat', [batch, int64s(graph, [rows])], { axis: 0n }),
  ]);
  const body = graph.inner((inside) => {
    const sum = inside.input('sumSoFar', 'double', [null, rows]);
    const mine = inside.input('askedFeature', 'double', [null, 1]);
    const theirs = inside.input('rowsFeature', 'double', [1, rows]);
    const difference = inside.node('Sub', [mine, theirs]);
    const term =
      distance === 'euclidean'
        ? inside.node('Mul', [difference, difference])
        : inside.node('Abs', [difference]);
    inside.output(inside.node('Add', [sum, term]), 'sumNow', 'double', [null, rows]);
  });
  const [sums = ''] = graph.nodes(
    'Scan',
    [graph.node('Cast', [zeros], double), askedByFeature, graph.node('Cast', [stored], double)],
    ['sums'],
    { body, num_scan_inputs: 2n },
  );
  return sums;
}

/** [batch, 1, neighbours], double. */
function votesOnnx(
  graph: GraphBuilder,
  nearest: string,
  { weights, distance }: Pick<NeighboursBody, 'weights' | 'distance'>,
): string {
  const double = { to: castTo('double') };
  const sums = graph.node('Cast', [nearest], double);
  const zero = graph.constant('double', [], Float64Array.of(0));
  const one = graph.constant('double', [], Float64Array.of(1));
  const between = int64s(graph, [1]);
  if (weights === 'uniform')
    return graph.node(
      'Unsqueeze',
      [graph.node('Expand', [one, graph.node('Shape', [sums])]), between],
      {},
      { hint: 'votes' },
    );
  const distances = distance === 'euclidean' ? graph.node('Sqrt', [sums]) : sums;
  const met = graph.node('Equal', [sums, zero]);
  const exact = graph.node('Where', [met, one, zero]);
  const anyMet = graph.node('Greater', [graph.node('ReduceSum', [exact, between], { keepdims: 1n }), zero]);
  const inverse = graph.node('Div', [one, graph.node('Where', [met, one, distances])]);
  return graph.node(
    'Unsqueeze',
    [graph.node('Where', [anyMet, exact, inverse]), between],
    {},
    { hint: 'votes' },
  );
}

function meanOnnx(graph: GraphBuilder, votes: string, said: string): string {
  const column = graph.node('Unsqueeze', [said, int64s(graph, [2])]);
  const sum = graph.node('MatMul', [votes, column]);
  const total = graph.node('ReduceSum', [votes, int64s(graph, [2])], { keepdims: 1n });
  const mean = graph.node('Reshape', [graph.node('Div', [sum, total]), int64s(graph, [-1, 1])]);
  return graph.node('Cast', [mean], { to: castTo('float') }, { hint: 'mean' });
}

function sharesOnnx(graph: GraphBuilder, votes: string, said: string, classes: number): string {
  const each = graph.constant(
    'int64',
    [classes],
    BigInt64Array.from({ length: classes }, (_, i) => BigInt(i)),
  );
  const column = graph.node('Unsqueeze', [said, int64s(graph, [2])]);
  const oneHot = graph.node('Cast', [graph.node('Equal', [column, each])], { to: castTo('double') });
  const sum = graph.node('MatMul', [votes, oneHot]);
  const total = graph.node('ReduceSum', [votes, int64s(graph, [2])], { keepdims: 1n });
  const share = graph.node('Reshape', [graph.node('Div', [sum, total]), int64s(graph, [-1, classes])]);
  const rounded = graph.node('Cast', [share], { to: castTo('float') }, { hint: 'shares' });
  const least = graph.constant('float', [], Float32Array.of(leastShare), 'leastShare');
  return graph.node('Log', [graph.node('Max', [rounded, least])], {}, { hint: 'logShares' });
}
