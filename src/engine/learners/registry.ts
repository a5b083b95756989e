import { Registry } from '#/core/registry/registry';
import * as listed from './index';
import type { Learner } from './learner';

export const learners = new Registry<Learner>('learner', Object.values(listed));
