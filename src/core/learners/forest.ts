/** Trees that know nothing of each other, each on rows and columns drawn for it; their answers are averaged. */
import type { LearnerDef } from './learnerDef';
import { splitSettings } from './splitSettings';

export const forest: LearnerDef = {
  type: 'forest',
  title: 'Forest',
  network: false,
  heeds: (setting) => splitSettings.has(setting),
};
