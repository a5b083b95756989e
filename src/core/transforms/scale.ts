/** (value - offset) / scale per column: what standardise, min-max and robust scale share once fitted. */
import type { GraphBuilder } from '#/core/onnx/graphBuilder';
import { mapColumns, type NumberValues } from './numberBlock';

export interface ScaleState {
  columns: { offset: number; scale: number }[];
}

/** A spread that is only rounding noise around `offset` counts as constant; constants become 0, not NaN. */
export const safeScale = (scale: number, offset: number): number =>
  Number.isFinite(scale) && scale > 10 * Number.EPSILON * Math.abs(offset) ? scale : 1;

export const applyScale = (values: NumberValues, { columns }: ScaleState): NumberValues =>
  mapColumns(values, (value, c) => {
    const { offset, scale } = columns[c] as ScaleState['columns'][number];
    return (value - offset) / scale;
  });

export function undoScale(value: number, column: number, { columns }: ScaleState): number {
  const { offset, scale } = columns[column] ?? { offset: 0, scale: 1 };
  return value * scale + offset;
}

/** In double and in the same order as applyScale, so both give the same bits. */
export function scaleToOnnx(graph: GraphBuilder, input: string, { columns }: ScaleState): string {
  const row = (pick: 'offset' | 'scale') =>
    graph.constant(
      'double',
      [1, columns.length],
      Float64Array.from(columns, (column) => column[pick]),
      pick,
    );
  return graph.node('Div', [graph.node('Sub', [input, row('offset')]), row('scale')], {}, { hint: 'scaled' });
}
