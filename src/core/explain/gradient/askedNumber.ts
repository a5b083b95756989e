/**
 * The number that gradients are taken of, as a weighted sum of the raw output. Of classes it is the score of one over the
 * mean of the others, which a softmax does not flatten and adding the same to all scores does not move; of numbers the
 * answer in the target's own unit.
 */
import { levelsOf, medianOf } from '../../quantiles/levels';
import { TetradError } from '../../protocol/errors';
import { largestIndex } from '../../stats/largestIndex';
import type { AskedModel, AskedNumber } from '../explainerDef';

export interface NamedNumber extends AskedNumber {
  /** In words: "score of spam". */
  name: string;
}

/** `raw`: the raw output of the sample. `label`: of classes; empty: the one that is answered. */
export function askedNumber(
  { task, value }: Pick<AskedModel, 'task' | 'value'>,
  raw: Float32Array,
  label: string,
): NamedNumber {
  const width = raw.length;
  const labels = task.labels ?? [];
  if ((value === 'class' || value === 'labels') && labels.length > 0) {
    const named = labels.indexOf(label);
    if (label !== '' && named < 0)
      throw new TetradError({
        code: 'badInput',
        message: `There is no label "${label.slice(0, 80)}".`,
        place: 'params.label',
        hint: `Use one of: ${labels.slice(0, 20).join(', ')}.`,
      });
    if (width === 1 && labels.length === 2) {
      const at = named >= 0 ? named : Number((raw[0] as number) > 0);
      return { weights: Float32Array.of(at === 1 ? 1 : -1), offset: 0, name: `log-odds of ${labels[at]}` };
    }
    const at = named >= 0 ? named : largestIndex(raw);
    const weights = new Float32Array(width);
    if (value === 'class') weights.fill(-1 / Math.max(1, width - 1));
    weights[at] = 1;
    const name = value === 'class' ? `score of ${labels[at]} over the others` : `log-odds of ${labels[at]}`;
    return { weights, offset: 0, name };
  }
  const weights = new Float32Array(width);
  const { scales = [] } = task;
  const levels = value === 'quantile' ? levelsOf(task) : [0.5];
  const each = width / levels.length;
  const from = medianOf(levels) * each;
  let offset = 0;
  for (let i = 0; i < each; i++) {
    const { mean, std } = scales[i % scales.length] ?? { mean: 0, std: 1 };
    weights[from + i] = std / each;
    offset += mean / each;
  }
  const word = levels.length > 1 ? 'median' : 'value';
  return { weights, offset, name: each === 1 ? `${word} of ${task.target}` : 'mean of the forecast' };
}
