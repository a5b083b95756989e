/** One number of each answer of a model: the probability of what it answers for a sample, its value, or its mean. */
import { levelsOf, medianOf } from '../quantiles/levels';
import { largestPerRow } from '../train/probabilities';
import type { AskedModel } from './explainerDef';

export interface Watched {
  /** In words: "probability of spam". */
  name: string;
  /** `from`: where the answer begins, `width` values long. */
  read(answers: ArrayLike<number>, from: number, width: number): number;
}

/** `whole`: what is answered for the sample as it is. */
export function watched({ task, value }: AskedModel, whole: ArrayLike<number>): Watched {
  if ((value === 'class' || value === 'labels') && task.labels) {
    const best = largestPerRow(whole, whole.length)[0] ?? 0;
    return {
      name: `probability of ${task.labels?.[best]}`,
      read: (answers, from) => answers[from + best] as number,
    };
  }
  const levels = levelsOf(task);
  if (value === 'quantile' && whole.length === levels.length)
    return {
      name: `median of ${task.target}`,
      read: (answers, from) => answers[from + medianOf(levels)] as number,
    };
  return {
    name: whole.length === 1 ? task.target : 'mean of the forecast',
    read(answers, from, width) {
      let sum = 0;
      for (let i = 0; i < width; i++) sum += answers[from + i] as number;
      return sum / width;
    },
  };
}
