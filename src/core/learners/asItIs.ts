/** Learns nothing: a model that somebody else made is asked, and judged. */
import type { LearnerDef } from './learnerDef';
import { splitSettings } from './splitSettings';

export const asItIs: LearnerDef = {
  type: 'asItIs',
  title: 'As it is',
  network: false,
  learns: false,
  heeds: (setting) => splitSettings.has(setting),
};
