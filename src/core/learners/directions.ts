/** Finds the directions in which rows differ most, and from which distance off them on a row is odd. */
import type { LearnerDef } from './learnerDef';
import { splitSettings } from './splitSettings';

export const directions: LearnerDef = {
  type: 'directions',
  title: 'Directions of most variance',
  network: false,
  heeds: (setting) => splitSettings.has(setting),
};
