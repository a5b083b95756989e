/** Counts once: how the values of each class are spread. Bayes' rule does the rest. */
import type { LearnerDef } from './learnerDef';
import { splitSettings } from './splitSettings';

export const likelihood: LearnerDef = {
  type: 'likelihood',
  title: "Bayes' rule",
  network: true,
  heeds: (setting) => splitSettings.has(setting),
};
