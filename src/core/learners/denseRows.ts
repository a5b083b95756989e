/** Finds groups where rows lie dense, and keeps the rows that are the core of one. */
import type { LearnerDef } from './learnerDef';
import { splitSettings } from './splitSettings';

export const denseRows: LearnerDef = {
  type: 'denseRows',
  title: 'Dense rows',
  network: false,
  heeds: (setting) => splitSettings.has(setting),
};

export const denseTree: LearnerDef = {
  ...denseRows,
  type: 'denseTree',
  title: 'Dense rows, at every density',
};
