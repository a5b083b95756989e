import { isMissing } from '#/core/grid/fittedGrid';
import type { Split } from '../trainSpec';

/** Mean squared error of each forecast, standardised, over the values that are there. `outputs`: [rows, width]. */
export function forecastErrors(
  { rows, features, targetFrames }: Pick<Split, 'rows' | 'features' | 'targetFrames'>,
  outputs: Float32Array,
): Float64Array<ArrayBuffer> {
  const width = outputs.length / Math.max(1, rows);
  return Float64Array.from({ length: rows }, (_, row) => {
    const from = (targetFrames?.[row] ?? 0) * width;
    let [sum, count] = [0, 0];
    for (let i = 0; i < width; i++) {
      const truth = features[from + i] as number;
      if (isMissing(truth)) continue;
      sum += ((outputs[row * width + i] as number) - truth) ** 2;
      count++;
    }
    return sum / count;
  });
}
