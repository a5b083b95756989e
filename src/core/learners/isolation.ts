/** Grows trees that set rows apart at random, and finds from which score on a row is odd. */
import type { LearnerDef } from './learnerDef';
import { splitSettings } from './splitSettings';

export const isolation: LearnerDef = {
  type: 'isolation',
  title: 'Isolating trees',
  network: false,
  heeds: (setting) => splitSettings.has(setting),
};
