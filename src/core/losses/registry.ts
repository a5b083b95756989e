import { TetradError } from '../protocol/errors';
import type { TaskSpec } from '../protocol/train';
import { Registry } from '../registry/registry';
import { taskOf } from '../tasks/registry';
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
  const def = taskOf(task);
  const type = setting !== 'auto' ? setting : def.loss;
  const loss = registry.get(type, place);
  if (loss.value !== def.value) {
    throw new TetradError({
      code: 'badInput',
      message: `${loss.title} is a loss for a ${loss.value}; this task is ${task.type}, which answers with a ${def.value}.`,
      hint: 'Choose "auto".',
      place,
    });
  }
  const labels = task.labels?.length;
  if (loss.labels !== undefined && labels !== loss.labels) {
    throw new TetradError({
      code: 'badInput',
      message: `${loss.title} needs ${loss.labels === 2 ? 'two' : loss.labels} labels; ${task.target} has ${labels}.`,
      hint: 'Choose cross-entropy.',
      place,
    });
  }
  return loss;
}
