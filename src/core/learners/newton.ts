/** Newton steps down the whole loss to its very lowest point: linear models, in a few passes. */
import type { LearnerDef } from './learnerDef';
import { splitSettings } from './splitSettings';

export const newton: LearnerDef = {
  type: 'newton',
  title: "Newton's method",
  network: true,
  heeds: (setting) => setting === 'epochs' || splitSettings.has(setting),
};
