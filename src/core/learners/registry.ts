import type { FamilyDef } from '../families/familyDef';
import { Registry } from '../registry/registry';
import * as listed from './index';
import type { LearnerDef } from './learnerDef';
import { sgd } from './sgd';

export const learners = new Registry<LearnerDef>('learner', Object.values(listed));

/** Gradients unless the family names another. */
export const learnerOf = ({ learner = sgd.type }: Pick<FamilyDef, 'learner'>): LearnerDef =>
  learners.get(learner, 'family');
