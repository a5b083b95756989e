import { Registry } from '#/core/registry/registry';
import * as listed from './index';
import type { JobDef } from './jobDef';

export const jobDefs = new Registry<JobDef>('kind of job', Object.values(listed));
