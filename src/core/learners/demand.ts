/** How quickly size and interval of a demand are smoothed, by channel; no gradients. */
import type { LearnerDef } from './learnerDef';
import { splitSettings } from './splitSettings';

export const demand: LearnerDef = {
  type: 'demand',
  title: 'Least squares of a demand',
  network: true,
  heeds: (setting) => splitSettings.has(setting),
};
