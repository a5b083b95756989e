/** Trees that know nothing of each other, whose questions are drawn by chance; their answers are averaged. */
import type { LearnerDef } from './learnerDef';
import { splitSettings } from './splitSettings';

export const extraForest: LearnerDef = {
  type: 'extraForest',
  title: 'Forest of random questions',
  network: false,
  heeds: (setting) => splitSettings.has(setting),
};
