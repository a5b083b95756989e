/** Trains no model: members that are there are asked, and how much each counts is given or learnt. */
import type { LearnerDef } from './learnerDef';
import { splitSettings } from './splitSettings';

export const together: LearnerDef = {
  type: 'together',
  title: 'Members together',
  network: false,
  heeds: (setting) => splitSettings.has(setting),
};
