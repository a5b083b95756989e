import type { JobKind } from '#/core/protocol/job';
import * as listed from './index';
import type { JobDef } from './jobDef';

export const jobDefs: ReadonlyMap<JobKind, JobDef> = new Map(
  Object.values(listed).map((def) => [def.kind, def]),
);
