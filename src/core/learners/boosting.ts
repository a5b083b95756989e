/** Trees one after the other, each by what those before it left over. */
import type { LearnerDef, TrainSetting } from './learnerDef';
import { splitSettings } from './splitSettings';

const own: ReadonlySet<TrainSetting> = new Set<TrainSetting>([
  'epochs',
  'learningRate',
  'earlyStopping',
  'patience',
]);

export const boosting: LearnerDef = {
  type: 'boosting',
  title: 'Gradient boosting',
  network: false,
  heeds: (setting) => own.has(setting) || splitSettings.has(setting),
};
