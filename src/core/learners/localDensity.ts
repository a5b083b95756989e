/** Keeps the training rows with how dense it is about each, and finds from which score on a row is odd. */
import type { LearnerDef } from './learnerDef';
import { splitSettings } from './splitSettings';

export const localDensity: LearnerDef = {
  type: 'localDensity',
  title: 'Local density',
  network: false,
  heeds: (setting) => splitSettings.has(setting),
};
