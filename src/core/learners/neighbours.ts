/** Keeps the training rows, and chooses on the validation rows how many of the nearest are asked. */
import type { LearnerDef } from './learnerDef';
import { splitSettings } from './splitSettings';

export const neighbours: LearnerDef = {
  type: 'neighbours',
  title: 'Nearest neighbours',
  network: false,
  needsValidation: true,
  heeds: (setting) => splitSettings.has(setting),
};
