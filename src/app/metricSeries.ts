/** Logged series as the arrays a script wants: one value per epoch, and every series as it was logged. */
import type { LoggedSeries } from '#/core/logged/series';

const perEpoch = ['trainLoss', 'valLoss', 'trainAccuracy', 'valAccuracy', 'learningRate', 'epochMs'] as const;

export interface MetricSeries extends Record<(typeof perEpoch)[number], number[]> {
  epochs: number[];
  series: {
    name: string;
    points: { step: number; epoch: number; value: number; timestamp: number }[];
  }[];
}

export function metricSeries(logged: readonly LoggedSeries[]): MetricSeries {
  const series = logged.map(({ name, steps, epochs, values, timestamps }) => ({
    name,
    points: Array.from(values, (value, i) => ({
      step: steps[i] as number,
      epoch: epochs[i] as number,
      value,
      timestamp: timestamps[i] as number,
    })).sort((a, b) => a.step - b.step),
  }));
  const byName = new Map(series.map(({ name, points }) => [name, points]));
  const values = (name: string) => (byName.get(name) ?? []).map(({ value }) => value);
  const epochs = byName.get('valLoss') ?? byName.get('trainLoss') ?? [];
  return {
    epochs: epochs.map(({ epoch }) => epoch),
    trainLoss: values('trainLoss'),
    valLoss: values('valLoss'),
    trainAccuracy: values('trainAccuracy'),
    valAccuracy: values('valAccuracy'),
    learningRate: values('learningRate'),
    epochMs: values('epochMs'),
    series,
  };
}
