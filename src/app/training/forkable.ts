import type { TrainConfig } from '#/core/protocol/train';

/** What a fork may change: nothing that decides which rows a step sees or which state the optimiser keeps. */
export const forkable = [
  'learningRate',
  'epochs',
  'schedule',
  'scheduleParams',
  'warmupSteps',
  'earlyStopping',
  'patience',
  'labelSmoothing',
  'weightDecay',
  'clipNorm',
  'clipValue',
  'backend',
] as const satisfies readonly (keyof TrainConfig)[];
