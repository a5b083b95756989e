/** Finds the rows that support a border round all of them. */
import type { LearnerDef } from './learnerDef';
import { splitSettings } from './splitSettings';

export const enclosing: LearnerDef = {
  type: 'enclosing',
  title: 'A border round the rows',
  network: false,
  heeds: (setting) => splitSettings.has(setting),
};
