/** Finds the rows that support the widest margin: support vector machines. */
import type { LearnerDef } from './learnerDef';
import { splitSettings } from './splitSettings';

export const margin: LearnerDef = {
  type: 'margin',
  title: 'Widest margin',
  network: false,
  heeds: (setting) => splitSettings.has(setting),
};
