/** The final figure of a run, from what it answered on its test part, or on its validation part where there is none. */
import type { PreparedData } from '../../kinds/preparedData';
import type { FinalFigure } from '#/core/evaluation/finalFigure';
import type { ValidationPredictions } from '#/core/evaluation/validationPredictions';
import type { KeptRows } from '#/core/tasks/keptRows';
import { taskOf } from '#/core/tasks/registry';

export interface AnsweredPart {
  name: FinalFigure['part'];
  predictions: ValidationPredictions;
  kept: KeptRows;
}

export function figureOf(
  { train, task }: Pick<PreparedData, 'train' | 'task'>,
  { name, predictions, kept }: AnsweredPart,
  seed: number,
): FinalFigure | undefined {
  const found = taskOf(task).figure(task, predictions, {
    common: task.labels ? mostFrequent(train.target, task.labels.length) : 0,
    kept,
    seed,
  });
  if (!found || !Number.isFinite(found.value)) return undefined;
  return { part: name, rows: predictions.totalRows, ...found };
}

function mostFrequent(codes: ArrayLike<number>, labels: number): number {
  const counts = new Uint32Array(labels);
  for (let i = 0; i < codes.length; i++) counts[codes[i] as number] = (counts[codes[i] as number] ?? 0) + 1;
  return counts.indexOf(Math.max(...counts));
}
