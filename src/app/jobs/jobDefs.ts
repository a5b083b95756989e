import * as listed from './index';
import type { JobDef } from './jobDef';

export const jobDefs: ReadonlyMap<string, JobDef> = new Map(
  Object.values(listed).map((def) => [def.kind, def]),
);
