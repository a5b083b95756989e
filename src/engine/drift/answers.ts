/** Answers of a model as columns: what it says, and how sure it is. */
import type { Prediction } from '#/core/protocol/predict';
import type { TaskSpec } from '#/core/protocol/train';
import { taskOf } from '#/core/tasks/registry';
import type { BatchColumn } from './columnBatches';

export interface AnswerColumns {
  names: string[];
  columns: BatchColumn[];
}

/** undefined: answers that are neither a number nor one of few labels. */
export function answerColumns(task: TaskSpec, predictions: readonly Prediction[]): AnswerColumns | undefined {
  const name = `answer: ${taskOf(task).words.answer}`;
  const values = predictions.map(({ value }) => value);
  const isLabel = values.some((value) => typeof value === 'string');
  if (isLabel && !task.labels) return undefined;
  const names = [name];
  const columns: BatchColumn[] = [isLabel ? labels(values.map(String)) : Float64Array.from(values, Number)];
  if (predictions.every(({ probabilities }) => probabilities)) {
    names.push('largest probability');
    columns.push(Float64Array.from(predictions, ({ probabilities = [] }) => Math.max(...probabilities)));
  }
  return { names, columns };
}

function labels(values: readonly string[]): BatchColumn {
  const dictionary = [...new Set(values)];
  const place = new Map(dictionary.map((label, i) => [label, i]));
  return { codes: Int32Array.from(values, (value) => place.get(value) ?? -1), dictionary };
}
