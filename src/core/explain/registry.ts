import { Registry } from '../registry/registry';
import type { ExplainerDef } from './explainerDef';
import * as listed from './index';

export const explainers = new Registry<ExplainerDef>('explainer', Object.values(listed));
