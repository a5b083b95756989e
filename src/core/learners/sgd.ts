/** Steps down the gradient of a loss, batch by batch. */
import type { LearnerDef } from './learnerDef';

export const sgd: LearnerDef = {
  type: 'sgd',
  title: 'Gradient descent',
  network: true,
  heeds: () => true,
};
