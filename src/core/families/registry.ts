import { Registry } from '../registry/registry';
import type { FamilyDef } from './familyDef';
import * as listed from './index';

export const families = new Registry<FamilyDef>('model family', Object.values(listed));
