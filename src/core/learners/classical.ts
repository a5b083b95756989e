/** A few parameters by channel, fitted to all windows at once; no gradients. */
import type { LearnerDef } from './learnerDef';
import { splitSettings } from './splitSettings';

export const classical: LearnerDef = {
  type: 'classical',
  title: 'Least squares over all steps',
  network: true,
  heeds: (setting) => splitSettings.has(setting),
};
