import { z } from 'zod';
import { asNumbers, mapColumns, perColumn } from './numberBlock';
import { applyScale, scaleToOnnx, type ScaleState, safeScale, undoScale } from './scale';
import type { TransformDef } from './transformDef';

const params = z.object({
  clip: z
    .boolean()
    .default(false)
    .meta({ label: 'Clip', hint: 'Keep values outside the training range at its ends.' }),
});

function range(present: Float64Array): { offset: number; scale: number } {
  if (present.length === 0) return { offset: 0, scale: 1 };
  const min = present.reduce((a, b) => Math.min(a, b));
  const max = present.reduce((a, b) => Math.max(a, b));
  return { offset: min, scale: safeScale(max - min, min) };
}

export const minMax: TransformDef<z.infer<typeof params>, ScaleState> = {
  type: 'minMax',
  title: 'Scale to 0..1',
  summary: 'Maps the smallest training value to 0 and the largest to 1.',
  accepts: ['numeric', 'integer', 'boolean', 'datetime'],
  input: 'number',
  output: 'number',
  params,
  fit: (values) => ({ columns: perColumn(asNumbers(values, 'minMax'), range) }),
  apply(values, state, { clip }) {
    const scaled = applyScale(asNumbers(values, 'minMax'), state);
    return clip ? mapColumns(scaled, (value) => Math.min(1, Math.max(0, value))) : scaled;
  },
  outputNames: (name) => [name],
  undo: undoScale,
  toOnnx(graph, input, state, { clip }) {
    const scaled = scaleToOnnx(graph, input, state);
    if (!clip) return scaled;
    const limit = (value: number) => graph.constant('double', [], Float64Array.of(value));
    return graph.node('Clip', [scaled, limit(0), limit(1)]);
  },
  examples: [
    { values: { kind: 'number', width: 1, data: Float64Array.of(-4, 0, Number.NaN, 12) }, params: {} },
    {
      values: { kind: 'number', width: 1, data: Float64Array.of(1e12, 1e12 + 2, 1e12 + 1) },
      params: { clip: true },
    },
    { values: { kind: 'number', width: 1, data: Float64Array.of(7, 7) }, params: {} },
  ],
};
