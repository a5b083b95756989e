import { TetradError } from '../protocol/errors';
import type { TaskSpec } from '../protocol/train';
import { valueTask } from '../train/taskKind';
import { Registry } from '../registry/registry';
import * as listed from './index';
import type { LossDef } from './lossDef';

export type LossRegistry = Registry<LossDef>;

export const losses: LossRegistry = new Registry<LossDef>('loss', Object.values(listed));

/** The loss of a training setting: "auto" is cross-entropy for classes, squared error for numbers. */
export function lossFor(
  setting: string,
  task: TaskSpec,
  registry: LossRegistry = losses,
  place = 'config.loss',
): LossDef {
  const type = setting !== 'auto' ? setting : task.kind === 'classification' ? 'crossEntropy' : 'mse';
  const loss = registry.get(type, place);
  if (loss.task !== valueTask(task.kind)) {
    throw new TetradError({
      code: 'badInput',
      message: `${loss.title} is a loss for ${loss.task}; this task is ${task.kind}.`,
      hint: 'Choose "auto".',
      place,
    });
  }
  if (type === 'binaryCrossEntropy' && task.kind === 'classification' && task.labels.length !== 2) {
    throw new TetradError({
      code: 'badInput',
      message: `Binary cross-entropy needs two labels; ${task.target} has ${task.labels.length}.`,
      hint: 'Choose cross-entropy.',
      place,
    });
  }
  return loss;
}
