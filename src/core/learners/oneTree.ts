/** One tree by the best questions, cut back to what it is worth. */
import type { LearnerDef } from './learnerDef';
import { splitSettings } from './splitSettings';

export const oneTree: LearnerDef = {
  type: 'oneTree',
  title: 'Decision tree',
  network: false,
  heeds: (setting) => splitSettings.has(setting),
};
