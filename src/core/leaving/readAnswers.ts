/** What an exported file answers, as the studio says it: one prediction for each row. */
import type { Prediction } from '../protocol/predict';
import type { TaskSpec } from '../protocol/train';
import { taskOf } from '../tasks/registry';
import type { AnswerOutputs } from '../tasks/taskDef';

export interface AnsweredOutput {
  data: ArrayLike<number | bigint | string>;
}

export function readAnswers(
  outputs: ReadonlyMap<string, AnsweredOutput>,
  names: AnswerOutputs,
  rows: number,
  task: TaskSpec,
): Prediction[] {
  const labels = outputs.get(names.label);
  const shares = names.probabilities === undefined ? undefined : outputs.get(names.probabilities);
  const levels = names.quantiles === undefined ? undefined : outputs.get(names.quantiles);
  const width = (labels?.data.length ?? 0) / rows;
  const numbers = (from: ArrayLike<number | bigint | string>, row: number, count: number) =>
    Array.from({ length: count }, (_, i) => Number(from[row * count + i]));
  return Array.from({ length: rows }, (_, row): Prediction => {
    const value = labels?.data[row];
    if (shares && taskOf(task).codes)
      return {
        value: Number.NaN,
        mask: Uint8Array.from(numbers(labels?.data ?? [], row, width)),
        field: Float32Array.from(numbers(shares.data, row, shares.data.length / rows)),
      };
    // Of several labels a row, each is called or not.
    const called = (task.labels ?? []).filter((_, i) => Number(labels?.data[row * width + i]) === 1);
    if (shares)
      return {
        value: width > 1 ? called.join('; ') : String(value),
        probabilities: numbers(shares.data, row, shares.data.length / rows),
      };
    const quantiles = levels && numbers(levels.data, row, levels.data.length / rows);
    if (quantiles) return { value: Number(value), quantiles };
    if (width === 1) return { value: Number(value) };
    return { value: Number.NaN, field: Float32Array.from(numbers(labels?.data ?? [], row, width)) };
  });
}
