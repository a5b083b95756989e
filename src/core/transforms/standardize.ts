import { z } from 'zod';
import { mean } from './impute';
import { asNumbers, perColumn } from './numberBlock';
import { applyScale, scaleToOnnx, type ScaleState, safeScale, undoScale } from './scale';
import type { TransformDef } from './transformDef';

const params = z.object({});

/** Population standard deviation, as scikit-learn's StandardScaler. */
function meanAndStd(present: Float64Array): { offset: number; scale: number } {
  if (present.length === 0) return { offset: 0, scale: 1 };
  const offset = mean(present);
  const variance = present.reduce((sum, value) => sum + (value - offset) ** 2, 0) / present.length;
  return { offset, scale: safeScale(Math.sqrt(variance), offset) };
}

export const standardize: TransformDef<z.infer<typeof params>, ScaleState> = {
  type: 'standardize',
  title: 'Standardise',
  summary: 'Subtracts the mean and divides by the standard deviation.',
  accepts: ['numeric', 'integer', 'boolean', 'datetime'],
  input: 'number',
  output: 'number',
  params,
  fit: (values) => ({ columns: perColumn(asNumbers(values, 'standardize'), meanAndStd) }),
  apply: (values, state) => applyScale(asNumbers(values, 'standardize'), state),
  outputNames: (name) => [name],
  undo: undoScale,
  toOnnx: scaleToOnnx,
  examples: [
    { values: { kind: 'number', width: 1, data: Float64Array.of(1, 2, Number.NaN, 4) }, params: {} },
    {
      values: { kind: 'number', width: 1, data: Float64Array.of(1.7e12, 1.7e12 + 1, 1.7e12 + 5) },
      params: {},
    },
    { values: { kind: 'number', width: 1, data: Float64Array.of(0.1, 0.1, 0.1) }, params: {} },
    { values: { kind: 'number', width: 2, data: Float64Array.of(1, 10, 2, 30, 3, 20) }, params: {} },
  ],
};
