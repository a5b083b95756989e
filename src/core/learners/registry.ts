import type { FamilyDef, LearnerChoice } from '../families/familyDef';
import { Registry } from '../registry/registry';
import * as listed from './index';
import type { LearnerDef } from './learnerDef';
import { sgd } from './sgd';

export const learners = new Registry<LearnerDef>('learner', Object.values(listed));

/** Gradients unless the family names another; one that chooses is told what is known. */
export function learnerOf(
  { learner = sgd.type }: Pick<FamilyDef, 'learner'>,
  choice: LearnerChoice = {},
): LearnerDef {
  return learners.get(typeof learner === 'string' ? learner : learner(choice), 'family');
}
