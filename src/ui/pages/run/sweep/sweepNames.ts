/** Parameters and objectives of a sweep as people read them. */
import { bytesText } from '#/core/bytesText';
import { latencyMetric, secondsMetric, sizeMetric } from '#/core/sweeps/measured';
import { formatNumber } from '#/ui/charts/formatNumber';
import { metricText, metricTitle, spreadText } from '#/ui/charts/metricNames';
import { durationText } from '#/ui/components/duration';
import { labelFrom } from '#/ui/forms/labelFrom';

/** "mlp.dropout" is "Dropout", "optimizer.beta1" stays with what it belongs to. */
export const paramTitle = (name: string): string =>
  labelFrom(/^(optimizer|schedule|loss)\./.test(name) ? name : name.slice(name.indexOf('.') + 1));

export const objectiveTitle = (metric: string): string =>
  metric === secondsMetric ? 'Training time' : metricTitle(metric);

const texts = new Map<string, (value: number) => string>([
  [secondsMetric, durationText],
  [sizeMetric, bytesText],
  [latencyMetric, (value) => `${formatNumber(value, 3)} ms`],
]);

/** Undefined: as numbers of the axis are written. */
export const objectiveAxisText = (metric: string): ((value: number) => string) | undefined =>
  texts.get(metric);

export const objectiveText = (metric: string, value: number | undefined): string =>
  metric === secondsMetric && value !== undefined ? durationText(value) : metricText(metric, value);

/** "96.0 ± 1.2 %": over repeats and folds. */
export const objectiveSpread = (
  metric: string,
  value: number | undefined,
  spread: number | undefined,
): string =>
  spread !== undefined && texts.has(metric)
    ? `${objectiveText(metric, value)} ± ${objectiveText(metric, spread)}`
    : spread === undefined
      ? objectiveText(metric, value)
      : spreadText(metric, value, spread);

/** Over so many sizes that even steps would push most of it to one side. */
export const isSpread = (values: readonly number[]): boolean =>
  values.length > 1 && Math.min(...values) > 0 && Math.max(...values) / Math.min(...values) > 20;
