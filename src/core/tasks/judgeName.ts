import type { TaskSpec } from '../protocol/train';
import { taskOf } from './registry';

export const metricName = (part: 'train' | 'val' | 'test', metric: string): string =>
  `${part}${metric.charAt(0).toUpperCase()}${metric.slice(1)}`;

/** The logged figure that says how good a model of a task is: "valAccuracy". */
export const judgeName = (task: Pick<TaskSpec, 'type'>, part: 'train' | 'val' | 'test' = 'val'): string =>
  metricName(part, taskOf(task).judge);
