/** The two ends of an exported model on fields: raw values in and, for a forecast, raw values out. */
import { featureLimit } from '../transforms/featureLimit';
import { onnxShape } from '../arch/deviceShape';
import { type FittedChannel, type FittedGrid, gridShape } from '../grid/fittedGrid';
import type { ExportedInput } from '../kinds/kindDef';
import type { Scale } from '../protocol/train';
import type { GraphBuilder, OnnxShape } from './graphBuilder';

const fieldInput = 'field';

const row = (graph: GraphBuilder, values: readonly number[], hint: string): string =>
  graph.constant('float', [values.length], Float32Array.from(values), hint);

const shapeOf = (graph: GraphBuilder, shape: readonly number[]): string =>
  graph.constant('int64', [shape.length], BigInt64Array.from(shape, BigInt), 'shape');

/**
 * float [batch, time, x, y, z, channel] in the file's own units, NaN = missing, to what the network takes. The first
 * node folds time into the batch, so that nothing behind it has more than five axes. The same float32 arithmetic as
 * in training (core/grid/fittedGrid).
 */
export const addGridInput = (
  graph: GraphBuilder,
  grid: FittedGrid,
  batch: OnnxShape[number],
): { input: ExportedInput; value: string } =>
  addFramesInput(graph, { name: fieldInput, shape: gridShape(grid), channels: grid.channels }, batch);

/** The same for frames of any shape, channels last. */
export function addFramesInput(
  graph: GraphBuilder,
  {
    name: wanted,
    shape,
    channels,
  }: { name: string; shape: readonly number[]; channels: readonly Pick<FittedChannel, 'mean' | 'std'>[] },
  batch: OnnxShape[number],
): { input: ExportedInput; value: string } {
  const name = graph.input(wanted, 'float', [batch, ...shape]);
  const folded = graph.node('Reshape', [name, shapeOf(graph, onnxShape(shape))], {}, { hint: 'frames' });
  const means = row(
    graph,
    channels.map(({ mean }) => mean),
    'mean',
  );
  const stds = row(
    graph,
    channels.map(({ std }) => std),
    'std',
  );
  const standard = graph.node(
    'Div',
    [graph.node('Sub', [folded, means]), stds],
    {},
    { hint: 'standardized' },
  );
  const missing = graph.node('IsNaN', [standard]);
  const scalar = (value: number, hint: string) => graph.constant('float', [], Float32Array.of(value), hint);
  const present = graph.node('Where', [missing, scalar(0, 'zero'), standard]);
  const limits = [scalar(-featureLimit, 'lowest'), scalar(featureLimit, 'highest')];
  const value = graph.node('Clip', [present, ...limits], {}, { hint: 'features' });
  return { input: { name, column: wanted, dtype: 'float', shape: [...shape] }, value };
}

/** Standardised values of a network to float [batch, x, y, z, channel] in the field's own units; `shape` without batch. */
export function addGridOutput(
  graph: GraphBuilder,
  output: string,
  channels: readonly Scale[],
  shape: readonly number[],
  name: string,
  batch: OnnxShape[number],
): void {
  const field = graph.node('Reshape', [output, shapeOf(graph, [-1, ...shape])]);
  const scaled = graph.node('Mul', [
    field,
    row(
      graph,
      channels.map(({ std }) => std),
      'std',
    ),
  ]);
  const value = graph.node('Add', [
    scaled,
    row(
      graph,
      channels.map(({ mean }) => mean),
      'mean',
    ),
  ]);
  graph.output(value, name, 'float', [batch, ...shape]);
}
