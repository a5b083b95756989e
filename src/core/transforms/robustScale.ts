import { z } from 'zod';
import { asNumbers, perColumn, quantiles } from './numberBlock';
import { applyScale, scaleToOnnx, type ScaleState, safeScale, undoScale } from './scale';
import type { TransformDef } from './transformDef';

const params = z.object({});

function medianAndIqr(present: Float64Array): { offset: number; scale: number } {
  if (present.length === 0) return { offset: 0, scale: 1 };
  const [first, middle, third] = quantiles(present, [0.25, 0.5, 0.75]) as [number, number, number];
  return { offset: middle, scale: safeScale(third - first, middle) };
}

export const robustScale: TransformDef<z.infer<typeof params>, ScaleState> = {
  type: 'robustScale',
  title: 'Robust scale',
  summary: 'Subtracts the median and divides by the interquartile range: outliers do not move it.',
  accepts: ['numeric', 'integer', 'boolean', 'datetime'],
  input: 'number',
  output: 'number',
  params,
  fit: (values) => ({ columns: perColumn(asNumbers(values, 'robustScale'), medianAndIqr) }),
  apply: (values, state) => applyScale(asNumbers(values, 'robustScale'), state),
  outputNames: (name) => [name],
  undo: undoScale,
  toOnnx: scaleToOnnx,
  examples: [
    { values: { kind: 'number', width: 1, data: Float64Array.of(1, 2, 3, 4, Number.NaN, 1e6) }, params: {} },
    { values: { kind: 'number', width: 1, data: Float64Array.of(5, 5, 5, 9) }, params: {} },
  ],
};
