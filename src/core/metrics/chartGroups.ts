/** Which logged values make which chart: of the page of a run, and of its report. */
import type { StepFigure, TaskType } from '../protocol/train';
import { taskOf } from '../tasks/registry';
import type { TargetValue } from '../tasks/targetValue';

export const chartSections = ['learning', 'steps', 'machine'] as const;
export type ChartSection = (typeof chartSections)[number];

export interface ChartGroup {
  title: string;
  section: ChartSection;
  /** Logged once an epoch. */
  epochs?: string[];
  /** Logged at steps: 'batchLoss', or a figure. Where there are any, epochs are left out. */
  steps?: (StepFigure | 'batchLoss')[];
  loggable: boolean;
  /** Of tasks whose answer is this. */
  value?: TargetValue;
  /** Only where answers are frames. */
  frames?: true;
  /** What a logged value is divided by, for the unit in the title. */
  unit?: number;
}

export const chartGroups: readonly ChartGroup[] = [
  { title: 'Loss', section: 'learning', epochs: ['trainLoss', 'valLoss'], loggable: true },
  {
    title: 'Accuracy',
    section: 'learning',
    epochs: ['trainAccuracy', 'valAccuracy', 'valF1'],
    loggable: false,
    value: 'class',
  },
  {
    title: 'Error',
    section: 'learning',
    epochs: ['trainMae', 'valMae', 'valRmse'],
    loggable: true,
    value: 'number',
  },
  { title: 'R²', section: 'learning', epochs: ['valR2'], loggable: false, value: 'number' },
  {
    title: 'Skill over persistence',
    section: 'learning',
    epochs: ['trainSkill', 'valSkill'],
    frames: true,
    loggable: false,
    value: 'number',
  },
  {
    title: 'mAP',
    section: 'learning',
    epochs: ['trainMeanAveragePrecision', 'valMeanAveragePrecision'],
    loggable: false,
    value: 'labels',
  },
  {
    title: 'F1 and whole sets',
    section: 'learning',
    epochs: ['valMicroF1', 'valMacroF1', 'valSubsetAccuracy'],
    loggable: false,
    value: 'labels',
  },
  {
    title: 'Pinball loss',
    section: 'learning',
    epochs: ['trainPinball', 'valPinball'],
    loggable: true,
    value: 'quantile',
  },
  {
    title: 'Coverage of the interval',
    section: 'learning',
    epochs: ['trainCoverage', 'valCoverage'],
    loggable: false,
    value: 'quantile',
  },
  {
    title: 'Nats per character',
    section: 'learning',
    epochs: ['trainNatsPerCharacter', 'valNatsPerCharacter'],
    loggable: true,
    value: 'tokens',
  },
  {
    title: 'Perplexity',
    section: 'learning',
    epochs: ['trainPerplexity', 'valPerplexity'],
    loggable: true,
    value: 'tokens',
  },
  {
    title: 'Overlap (IoU, Dice)',
    section: 'learning',
    epochs: ['trainIou', 'valIou', 'valDice'],
    loggable: false,
    value: 'mask',
  },
  {
    title: 'RMSE of pixels',
    section: 'learning',
    epochs: ['trainPixelRmse', 'valPixelRmse'],
    loggable: true,
    value: 'pixels',
  },
  {
    title: 'Explained variance of pixels',
    section: 'learning',
    epochs: ['trainExplained', 'valExplained'],
    loggable: false,
    value: 'pixels',
  },
  {
    title: 'Silhouette',
    section: 'learning',
    epochs: ['trainSilhouette', 'valSilhouette'],
    loggable: false,
    value: 'group',
  },
  {
    title: 'Share of odd rows',
    section: 'learning',
    epochs: ['trainOddShare', 'valOddShare'],
    loggable: false,
    value: 'oddness',
  },
  {
    title: 'Learning rate',
    section: 'learning',
    epochs: ['learningRate'],
    steps: ['batchLearningRate'],
    loggable: true,
  },
  { title: 'Batch loss', section: 'learning', steps: ['batchLoss'], loggable: true },
  { title: 'Gradient norm', section: 'steps', steps: ['gradientNorm'], loggable: true },
  { title: 'Update-to-weight ratio', section: 'steps', steps: ['updateRatio'], loggable: true },
  { title: 'Step time (ms)', section: 'machine', steps: ['stepMs', 'gpuStepMs'], loggable: true },
  { title: 'Epoch time (s)', section: 'machine', epochs: ['epochMs'], unit: 1000, loggable: true },
  { title: 'Samples per second', section: 'machine', steps: ['samplesPerSecond'], loggable: true },
  { title: 'Memory (MB)', section: 'machine', steps: ['memoryBytes'], unit: 1e6, loggable: false },
  { title: 'Time left (s)', section: 'machine', steps: ['secondsLeft'], loggable: false },
];

/** Whatever is in one of them. */
export const chartedNames: readonly string[] = [
  ...new Set(chartGroups.flatMap(({ epochs = [], steps = [] }) => [...epochs, ...steps])),
];

/** Whether runs of this task have such a chart. */
export function chartOf({ value, frames }: ChartGroup, type: TaskType): boolean {
  const task = taskOf({ type });
  return (value === undefined || value === task.value) && (!frames || task.frames);
}
