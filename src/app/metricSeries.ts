/** Logged points as the arrays a script wants: one value per epoch, and every series as it was logged. */
import type { MetricPoint } from '#/core/protocol/model';

const perEpoch = ['trainLoss', 'valLoss', 'trainAccuracy', 'valAccuracy', 'learningRate', 'epochMs'] as const;

export interface MetricSeries extends Record<(typeof perEpoch)[number], number[]> {
  epochs: number[];
  series: { name: string; points: Omit<MetricPoint, 'runId' | 'name'>[] }[];
}

export function metricSeries(points: readonly MetricPoint[]): MetricSeries {
  const byName = new Map<string, MetricPoint[]>();
  for (const point of points) {
    const list = byName.get(point.name) ?? [];
    list.push(point);
    byName.set(point.name, list);
  }
  for (const list of byName.values()) list.sort((a, b) => a.step - b.step);
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
    series: [...byName].map(([name, list]) => ({
      name,
      points: list.map(({ step, epoch, value, timestamp }) => ({ step, epoch, value, timestamp })),
    })),
  };
}
