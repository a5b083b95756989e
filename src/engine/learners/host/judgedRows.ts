/** Of many training rows, so many are judged after each epoch, drawn by the seed: enough to see how it goes. */
import { permutation } from '#/core/random/random';
import type { Split } from '../../kinds/preparedData';
import type { HostSpec } from './hostSpec';

/** Training rows that are judged as well: each asks all others. */
const judgedTrainRows = 2000;

export function judgedRows(split: Split, { config, width }: Pick<HostSpec, 'config' | 'width'>): Split {
  if (split.rows <= judgedTrainRows) return split;
  const rows = permutation(config.seed, 'judgedTrain', 0, split.rows).slice(0, judgedTrainRows).sort();
  const features = new Float32Array(rows.length * width);
  for (const [at, row] of rows.entries())
    features.set(split.features.subarray(row * width, (row + 1) * width), at * width);
  const target =
    split.target instanceof Int32Array ? new Int32Array(rows.length) : new Float32Array(rows.length);
  for (const [at, row] of rows.entries()) target[at] = split.target[row] as number;
  return { rows: rows.length, features, target };
}
