/** Everything needed to run it again, one scalar per name, as experiment trackers log it. */
import type { TrainConfig, Transfer } from '#/core/protocol/train';

const scalar = (value: unknown): string | number | boolean =>
  typeof value === 'number' || typeof value === 'boolean' || typeof value === 'string'
    ? value
    : JSON.stringify(value);

const prefixed = (prefix: string, settings: Record<string, unknown> = {}): [string, unknown][] =>
  Object.entries(settings).map(([name, value]) => [`${prefix}.${name}`, value]);

const maxListed = 500;

export function flatParams(training: {
  target: string;
  features: string[];
  family: string;
  familyParams: Record<string, unknown>;
  config: TrainConfig;
  datasetHash: string;
  startFrom?: string;
  transfer?: Transfer;
}): Record<string, string | number | boolean> {
  const { optimizerParams, scheduleParams, lossParams, ...config } = training.config;
  const features = training.features.join(', ');
  const entries: [string, unknown][] = [
    ['family', training.family],
    ['target', training.target],
    ['features', features.length > maxListed ? `${features.slice(0, maxListed)}…` : features],
    ['featureCount', training.features.length],
    ['datasetHash', training.datasetHash],
    ...(training.startFrom ? [['startFrom', training.startFrom] satisfies [string, unknown]] : []),
    ...(training.transfer ? [['transfer', training.transfer] satisfies [string, unknown]] : []),
    ...Object.entries(config),
    ...prefixed('optimizer', optimizerParams),
    ...prefixed('schedule', scheduleParams),
    ...prefixed('loss', lossParams),
    ...prefixed(training.family, training.familyParams),
  ];
  return Object.fromEntries(entries.map(([name, value]) => [name, scalar(value)]));
}
