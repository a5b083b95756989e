/** Finds centres of groups, and chooses how many by how well the groups lie apart. */
import type { LearnerDef } from './learnerDef';
import { splitSettings } from './splitSettings';

export const centres: LearnerDef = {
  type: 'centres',
  title: 'Centres of groups',
  network: false,
  heeds: (setting) => splitSettings.has(setting),
};

export const smallBatches: LearnerDef = {
  ...centres,
  type: 'smallBatches',
  title: 'Centres of groups, from small batches',
};

export const normalParts: LearnerDef = {
  ...centres,
  type: 'normalParts',
  title: 'Normal distributions',
};
