/** Whether training settings fit together and the task: what one schema alone cannot tell. */
import { lossFor } from '../losses/registry';
import { optimizers } from '../optimizers/registry';
import { TetradError } from '../protocol/errors';
import type { TaskSpec, TrainConfig } from '../protocol/train';
import { parseSettings } from '../registry/parseSettings';
import { schedules } from '../schedules/registry';
import { taskOf } from '../tasks/registry';

/** `place` names the settings in messages: "config", "training". */
export function checkConfig(config: TrainConfig, task: TaskSpec, place: string): void {
  const optimizer = optimizers.get(config.optimizer, `${place}.optimizer`);
  parseSettings(optimizer.params, config.optimizerParams, `${place}.optimizerParams`);
  const schedule = schedules.get(config.schedule, `${place}.schedule`);
  parseSettings(schedule.params, config.scheduleParams, `${place}.scheduleParams`);
  // Where no loss means anything, none may be asked for.
  if (taskOf(task).loss !== '' || config.loss !== 'auto') {
    const loss = lossFor(config.loss, task, undefined, `${place}.loss`);
    parseSettings(loss.params, config.lossParams, `${place}.lossParams`);
  }
  if (taskOf(task).value === 'class') return;
  const needsClasses: [keyof TrainConfig, string, boolean][] = [
    ['sampling', 'Sampling by class', config.sampling !== 'shuffled'],
    ['classWeights', 'Weights of classes', config.classWeights !== 'none'],
    ['labelSmoothing', 'Label smoothing', config.labelSmoothing > 0],
  ];
  for (const [name, title, used] of needsClasses) {
    if (used)
      throw new TetradError({
        code: 'badInput',
        message: `${title} needs classes; this task is ${taskOf(task).title.toLowerCase()} of "${task.target}".`,
        place: `${place}.${name}`,
        hint: 'Leave this setting at its default.',
      });
  }
}
