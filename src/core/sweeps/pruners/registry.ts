import { Registry } from '../../registry/registry';
import * as listed from './index';
import type { PrunerDef } from './prunerDef';

export const pruners = new Registry<PrunerDef>('pruner', Object.values(listed));
