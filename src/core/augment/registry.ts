import { Registry } from '../registry/registry';
import type { AugmentDef } from './augmentDef';
import * as listed from './index';

export const augments = new Registry<AugmentDef>('augmentation', Object.values(listed) as AugmentDef[]);
