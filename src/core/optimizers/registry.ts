import { Registry } from '../registry/registry';
import * as listed from './index';
import type { OptimizerDef } from './optimizerDef';

export const optimizers = new Registry<OptimizerDef>('optimiser', Object.values(listed));
