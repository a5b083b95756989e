/** Parameters and objectives of a sweep as people read them. */
import { secondsMetric } from '#/core/sweeps/trials';
import { metricText, metricTitle } from '#/ui/charts/metricNames';
import { durationText } from '#/ui/components/duration';
import { labelFrom } from '#/ui/forms/labelFrom';

/** "mlp.dropout" is "Dropout", "optimizer.beta1" stays with what it belongs to. */
export const paramTitle = (name: string): string =>
  labelFrom(/^(optimizer|schedule|loss)\./.test(name) ? name : name.slice(name.indexOf('.') + 1));

export const objectiveTitle = (metric: string): string =>
  metric === secondsMetric ? 'Training time' : metricTitle(metric);

export const objectiveText = (metric: string, value: number | undefined): string =>
  metric === secondsMetric && value !== undefined ? durationText(value) : metricText(metric, value);
