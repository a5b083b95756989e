import type { TaskSpec } from '../protocol/train';
import { Registry } from '../registry/registry';
import { taskOf } from '../tasks/registry';
import * as listed from './index';
import type { MetricDef } from './metricDef';

/** What answers of this task are measured by; of frames also how much better than persistence. */
export function metricsFor(task: Pick<TaskSpec, 'type'>): MetricDef[] {
  const { value, frames } = taskOf(task);
  return metrics.all.filter((metric) => metric.value === value && (frames || !metric.needsBaseline));
}

export const metrics = new Registry<MetricDef>('metric', Object.values(listed));
