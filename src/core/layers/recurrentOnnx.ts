/** A recurrent layer as one RNN, LSTM or GRU node: time comes first there, and each direction has its weights. */
import { castTo } from '../onnx/dtypes';
import type { GraphBuilder } from '../onnx/graphBuilder';
import { reshape, transpose } from './convOnnx';
import type { HostWeight } from './layerDef';
import { needWeight } from './oneInput';
import { type CellName, cells } from './recurrentOp';
import type { CellForm } from './recurrentSteps';

const operators = { simple: 'RNN', lstm: 'LSTM', gru: 'GRU' } as const;
/** With gates of straight pieces; their slopes are the usual ones of ONNX. */
const straight: Record<CellName, string[]> = {
  simple: ['Tanh'],
  lstm: ['HardSigmoid', 'Tanh', 'Tanh'],
  gru: ['HardSigmoid', 'Tanh'],
};

export interface RecurrentShape extends CellForm {
  cell: CellName;
  units: number;
  directions: 1 | 2;
  times: number;
  channels: number;
  /** The last state, else the state at every time. */
  last: boolean;
}

export function lowerRecurrent(
  graph: GraphBuilder,
  [values = '', ids]: readonly string[],
  weights: Record<string, HostWeight>,
  shape: RecurrentShape,
): string {
  const { cell, units, directions, times, channels, last, gates, resets } = shape;
  const width = cells[cell].gates * units;
  const floats = (sizes: number[], data: Float32Array, name: string) =>
    graph.constant('float', sizes, data, name);
  const kernel = turned(needWeight(weights, 'kernel').data, 1, channels, directions * width);
  const recurrent = turned(needWeight(weights, 'recurrent').data, directions, units, width);
  const sequence = transpose(graph, reshape(graph, values, [-1, times, channels]), [1, 0, 2]);
  const [states, ends] = graph.nodes(
    operators[cell],
    [
      sequence,
      floats([directions, width, channels], kernel, 'kernel'),
      floats([directions, width, units], recurrent, 'recurrent'),
      floats([directions, 2 * width], biases(weights, shape), 'bias'),
      ids === undefined ? '' : lengthsOf(graph, ids, times),
    ],
    ['states', 'end'],
    {
      hidden_size: BigInt(units),
      direction: directions === 2 ? 'bidirectional' : 'forward',
      ...(cell === 'gru' && resets === 'after' && { linear_before_reset: 1n }),
      ...(gates === 'hardSigmoid' && {
        activations: Array.from({ length: directions }, () => straight[cell]).flat(),
      }),
    },
  ) as [string, string];
  // [directions, batch, units] and [times, directions, batch, units].
  if (last) return reshape(graph, transpose(graph, ends, [1, 0, 2]), [-1, directions * units]);
  return reshape(graph, transpose(graph, states, [2, 0, 1, 3]), [-1, times, directions * units]);
}

/** Of the input, then of the state, which has one of its own for the last gate of a GRU only. */
function biases(
  weights: Record<string, HostWeight>,
  { cell, units, directions }: RecurrentShape,
): Float32Array {
  const width = cells[cell].gates * units;
  const result = new Float32Array(directions * 2 * width);
  const bias = needWeight(weights, 'bias').data;
  const own = weights.recurrentBias?.data;
  for (let d = 0; d < directions; d++) {
    result.set(bias.subarray(d * width, (d + 1) * width), 2 * d * width);
    if (own) result.set(own.subarray(d * units, (d + 1) * units), (2 * d + 2) * width - units);
  }
  return result;
}

/** How many tokens there are up to the last one that is not 0, at least one. */
function lengthsOf(graph: GraphBuilder, ids: string, times: number): string {
  const known = graph.node('Cast', [reshape(graph, ids, [-1, times])], { to: castTo('bool') });
  const there = graph.node('Cast', [known], { to: castTo('float') });
  const places = graph.constant(
    'float',
    [1, times],
    Float32Array.from({ length: times }, (_, i) => i + 1),
  );
  const furthest = graph.node('ReduceMax', [graph.node('Mul', [there, places])], {
    axes: [1n],
    keepdims: 0n,
  });
  const least = graph.node('Max', [furthest, graph.constant('float', [], Float32Array.of(1))]);
  return graph.node('Cast', [least], { to: castTo('int32') });
}

/** Matrices that follow each other, each transposed. */
function turned(data: Float32Array, count: number, rows: number, columns: number): Float32Array {
  const result = new Float32Array(data.length);
  for (let m = 0; m < count; m++)
    for (let i = 0; i < rows; i++)
      for (let j = 0; j < columns; j++)
        result[(m * columns + j) * rows + i] = data[(m * rows + i) * columns + j]!;
  return result;
}
