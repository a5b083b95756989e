import type { MetricDef } from '../metrics/metricDef';
import { metricsFor } from '../metrics/registry';
import { TetradError } from '../protocol/errors';
import type { AskedModel } from './explainerDef';

/** The metric that importance is told in; auto: the one the task is judged by. */
export function metricAsked({ task, judge }: Pick<AskedModel, 'task' | 'judge'>, wanted: string): MetricDef {
  const known = metricsFor(task);
  const type = wanted === 'auto' ? judge : wanted;
  const metric = known.find((one) => one.type === type);
  if (metric) return metric;
  throw new TetradError({
    code: 'badInput',
    message: `There is no metric "${type.slice(0, 80)}" for a ${task.type}.`,
    place: 'params.metric',
    hint: `Use one of: auto, ${known.map((one) => one.type).join(', ')}.`,
  });
}
