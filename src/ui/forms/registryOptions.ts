/** What a setting that names a registry may be set to; a new registered file appears by itself. */
import { losses } from '#/core/losses/registry';
import { optimizers } from '#/core/optimizers/registry';
import type { TaskSpec } from '#/core/protocol/train';
import { schedules } from '#/core/schedules/registry';
import { valueTask } from '#/core/train/taskKind';
import type { ControlOption } from './controlSpec';

const option = ({
  type,
  title,
  summary,
}: {
  type: string;
  title: string;
  summary: string;
}): ControlOption => ({
  value: type,
  label: title,
  hint: summary,
});

export const registryOptions =
  (task?: TaskSpec) =>
  (registry: string): ControlOption[] => {
    if (registry === 'optimizers') return optimizers.all.map(option);
    if (registry === 'schedules') return schedules.all.map(option);
    if (registry === 'losses')
      return losses.all.filter(({ task: kind, type }) => fitsTask(kind, type, task)).map(option);
    return [];
  };

const fitsTask = (kind: TaskSpec['kind'], type: string, task: TaskSpec | undefined): boolean =>
  !task ||
  (kind === valueTask(task.kind) &&
    !(type === 'binaryCrossEntropy' && task.kind === 'classification' && task.labels.length !== 2));
