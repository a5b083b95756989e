/** Logged names ("valAccuracy") as people read them, and how their values are written. */
import { bytesText } from '#/core/bytesText';
import { latencyMetric, sizeMetric } from '#/core/sweeps/measured';
import { judgeName } from '#/core/tasks/judgeName';
import type { ModelVersion } from '#/core/protocol/model';
import { figureWords } from '#/core/evaluation/figureWords';
import { durationText } from '#/ui/components/duration';
import { labelFrom } from '#/ui/forms/labelFrom';
import { formatNumber } from './formatNumber';

const titles = new Map([
  ['loss', 'loss'],
  ['accuracy', 'accuracy'],
  ['f1', 'F1'],
  ['mae', 'MAE'],
  ['rmse', 'RMSE'],
  ['r2', 'R²'],
  ['skill', 'skill'],
  // The whole words do not fit a cell of figures.
  ['natspercharacter', 'nats/char.'],
  ['perplexity', 'perplexity'],
  ['meanaverageprecision', 'mAP'],
  ['microf1', 'F1, micro'],
  ['macrof1', 'F1, macro'],
  ['subsetaccuracy', 'subset accuracy'],
  ['pinball', 'pinball loss'],
  ['coverage', 'coverage'],
  ['intervalwidth', 'interval width'],
  ['iou', 'IoU'],
  ['dice', 'Dice'],
  ['pixelrmse', 'RMSE of pixels'],
  ['explained', 'explained variance'],
  ['silhouette', 'silhouette'],
  ['daviesbouldin', 'Davies-Bouldin'],
  ['calinskiharabasz', 'Calinski-Harabasz'],
  ['oddshare', 'share of odd rows'],
]);
const splits = new Map([
  ['train', 'Training'],
  ['val', 'Validation'],
  ['test', 'Test'],
]);
const whole = new Map([
  ['learningRate', 'Learning rate'],
  ['epochMs', 'Epoch time'],
  ['samplesPerSecond', 'Samples per second'],
  ['batchLoss', 'Batch loss'],
  ['batchLearningRate', 'Learning rate'],
  ['gradientNorm', 'Gradient norm'],
  ['updateRatio', 'Update-to-weight ratio'],
  ['stepMs', 'Whole step'],
  ['gpuStepMs', 'GPU busy'],
  ['memoryBytes', 'Memory'],
  ['secondsLeft', 'Time left'],
  [sizeMetric, 'Model size'],
  [latencyMetric, 'Latency of an answer'],
]);

export function metricTitle(name: string): string {
  const known = whole.get(name);
  if (known) return known;
  const [, split, rest = name] = /^(train|val|test)([A-Z].*)$/.exec(name) ?? [];
  if (!split) return labelFrom(name);
  const title = titles.get(rest.toLowerCase()) ?? rest;
  return `${splits.get(split)} ${title}`;
}

const isShare = (name: string) => /(accuracy|f1|coverage|oddshare)$/i.test(name);

export function metricText(name: string, value: number | undefined): string {
  if (value === undefined) return '–';
  if (name === 'epochMs') return durationText(value / 1000);
  if (name === sizeMetric) return bytesText(value);
  if (name === latencyMetric) return `${formatNumber(value, 3)} ms`;
  if (isShare(name)) return `${formatNumber(value * 100, 4)} %`;
  return formatNumber(value);
}

/** "86.0 ± 5.8 %": the deviation to two digits, the mean to as many places. */
export function spreadText(name: string, mean: number | undefined, sd: number | undefined): string {
  if (mean === undefined || !sd) return metricText(name, mean);
  const [scale, unit] = isShare(name) ? [100, ' %'] : [1, ''];
  const places = Math.min(8, Math.max(0, 1 - Math.floor(Math.log10(sd * scale))));
  const text = (value: number) =>
    (value * scale).toLocaleString('en', { minimumFractionDigits: places, maximumFractionDigits: places });
  return `${text(mean)} ± ${text(sd)}${unit}`;
}

/** Which direction is better, to point at the best of several. */
export const higherIsBetter = (name: string): boolean =>
  /(accuracy|f1|r2|skill|averageprecision|iou|dice|explained|silhouette|calinskiharabasz)$/i.test(name) ||
  name === 'samplesPerSecond';

/** Metrics that judge a model, in the order people look at them. */
const order = [
  'testAccuracy',
  'testSkill',
  'testR2',
  'testRmse',
  'testMae',
  'testF1',
  'testIou',
  'testDice',
  'testExplained',
  'testPixelRmse',
  'testLoss',
  'valAccuracy',
  'valSkill',
  'valIou',
  'valDice',
  'valExplained',
  'valPixelRmse',
  'valF1',
  'valR2',
  'valMae',
  'valRmse',
  'valLoss',
  'trainAccuracy',
  'trainMae',
  'trainLoss',
];

export const byImportance = (a: string, b: string): number => rank(a) - rank(b) || a.localeCompare(b);

const rank = (name: string): number => {
  const at = order.indexOf(name);
  if (at >= 0) return at;
  return order.length + (judges(name) ? 0 : 1);
};

/** Measures of quality, as opposed to counts such as steps. */
export const judges = (name: string): boolean => /^(train|val|test)[A-Z]/.test(name);

/** How good a version or a finished run is: its final figure, or of those of before what its task is judged by. */
export function figureText({ figure, task, metrics }: Pick<ModelVersion, 'figure' | 'task' | 'metrics'>): {
  title: string;
  value: string;
  order: number | undefined;
} {
  if (figure) return { ...figureWords(figure, formatNumber), order: figure.value };
  if (Object.keys(metrics).length === 0) return { title: 'not measured here', value: '', order: undefined };
  const judge = judgeOf({ task, metrics });
  return { title: metricTitle(judge), value: metricText(judge, metrics[judge]), order: metrics[judge] };
}

/** The figure that tells how good a version is: its task's, or the first measured where that one cannot be. */
export function judgeOf({ task, metrics }: Pick<ModelVersion, 'task' | 'metrics'>): string {
  const judge = judgeName(task);
  return judge in metrics ? judge : (Object.keys(metrics).filter(judges).sort(byImportance)[0] ?? judge);
}
