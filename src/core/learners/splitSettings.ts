import type { TrainSetting } from './learnerDef';

/** What every learner heeds: which rows are learnt from, and which judge. */
export const splitSettings: ReadonlySet<TrainSetting> = new Set<TrainSetting>([
  'validationSplit',
  'testSplit',
  'splitBy',
  'seed',
]);
