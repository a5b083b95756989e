/** A shape function for each feature, and tables for some pairs, by small steps in turn. */
import type { LearnerDef, TrainSetting } from './learnerDef';
import { splitSettings } from './splitSettings';

const own: ReadonlySet<TrainSetting> = new Set<TrainSetting>(['epochs', 'learningRate', 'patience']);

export const additive: LearnerDef = {
  type: 'additive',
  title: 'Explainable boosting',
  network: false,
  heeds: (setting) => own.has(setting) || splitSettings.has(setting),
};
