import { Registry } from '../../registry/registry';
import * as listed from './index';
import type { SamplerDef } from './samplerDef';

export const samplers = new Registry<SamplerDef>('search method', Object.values(listed));
