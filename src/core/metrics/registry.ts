import type { TaskSpec } from '../protocol/train';
import { valueTask } from '../train/taskKind';
import { Registry } from '../registry/registry';
import * as listed from './index';
import type { MetricDef } from './metricDef';

/** Of numbers, and for forecasts how much better than persistence. */
export const metricsFor = (kind: TaskSpec['kind']): MetricDef[] =>
  metrics.all.filter(({ task }) => task === kind || task === valueTask(kind));

export const metrics = new Registry<MetricDef>('metric', Object.values(listed));
