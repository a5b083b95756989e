/** What a setting that names a registry may be set to; a new registered file appears by itself. */
import { losses } from '#/core/losses/registry';
import { metrics, metricsFor } from '#/core/metrics/registry';
import { optimizers } from '#/core/optimizers/registry';
import type { TaskSpec } from '#/core/protocol/train';
import { schedules } from '#/core/schedules/registry';
import { taskOf } from '#/core/tasks/registry';
import type { LossDef } from '#/core/losses/lossDef';
import type { ControlOption } from './controlSpec';

const option = ({
  type,
  title,
  summary,
}: {
  type: string;
  title: string;
  summary?: string;
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
    if (registry === 'losses') return losses.all.filter((loss) => fitsTask(loss, task)).map(option);
    if (registry === 'metrics') return (task ? metricsFor(task) : metrics.all).map(option);
    return [];
  };

const fitsTask = ({ value, labels }: LossDef, task: TaskSpec | undefined): boolean =>
  !task || (value === taskOf(task).value && (labels === undefined || labels === task.labels?.length));
