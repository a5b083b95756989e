/** Settings that work, but not as whoever chose them may think: said in words beside the run. Pure. */
import { classLabels } from '../tasks/registry';
import type { TaskSpec, TrainConfig } from '../protocol/train';
import { rowsPerStep, stepsPerEpoch } from './batchOrder';

interface Side {
  rows: number;
  /** Class of each row. */
  target: ArrayLike<number>;
}

const count = (n: number): string => n.toLocaleString('en');

export function configWarnings(config: TrainConfig, task: TaskSpec, train: Side, val: Side): string[] {
  const warnings: string[] = [];
  if (config.batchSize > train.rows)
    warnings.push(
      `The batch size of ${count(config.batchSize)} is more than the ${count(train.rows)} training rows: every step takes them all.`,
    );
  const totalSteps = stepsPerEpoch(train.rows, rowsPerStep(config)) * config.epochs;
  if (config.warmupSteps >= totalSteps)
    warnings.push(
      `Warm-up lasts ${count(config.warmupSteps)} steps and the run ${count(totalSteps)}: the learning rate never reaches ${config.learningRate}.`,
    );
  warnings.push(...labelWarnings(task, val));
  return warnings;
}

/** Labels that no validation row has. */
export function labelWarnings(task: TaskSpec, val: Side): string[] {
  const labels = classLabels(task) ?? [];
  const judged = new Set(Array.from(val.target));
  const left = labels.filter((_, code) => !judged.has(code));
  if (left.length === 0) return [];
  return [
    `${left.length === 1 ? 'The label' : 'The labels'} ${listed(left)} ${left.length === 1 ? 'has' : 'have'} a single row, which is learned from: no validation row tells how well.`,
  ];
}

const shown = 3;
const listed = (labels: readonly string[]): string =>
  labels
    .slice(0, shown)
    .map((label) => `“${label}”`)
    .join(', ') + (labels.length > shown ? ` and ${count(labels.length - shown)} more` : '');
