/** Trees one after the other, each by what those before it left over. */
import type { LearnerDef, TrainSetting } from './learnerDef';
import { splitSettings } from './splitSettings';

const own: ReadonlySet<TrainSetting> = new Set<TrainSetting>([
  'epochs',
  'learningRate',
  'earlyStopping',
  'patience',
  'allRows',
]);

export const boosting: LearnerDef = {
  type: 'boosting',
  title: 'Gradient boosting',
  network: false,
  heeds: (setting) => own.has(setting) || splitSettings.has(setting),
};

/** Of quantiles: which interval is meant is a setting of the loss. */
export const quantileBoosting: LearnerDef = {
  ...boosting,
  type: 'quantileBoosting',
  title: 'Gradient boosting of quantiles',
  heeds: (setting) => setting === 'loss' || setting === 'lossParams' || boosting.heeds(setting),
};
