/** One weight after the other to where it is best, along falling penalties: linear models that leave inputs out. */
import type { LearnerDef } from './learnerDef';
import { splitSettings } from './splitSettings';

export const coordinates: LearnerDef = {
  type: 'coordinates',
  title: 'Coordinate descent',
  network: true,
  needsValidation: true,
  heeds: (setting) => splitSettings.has(setting),
};
