/** Methods that were found to say nothing that a version has learnt: no longer offered for it. */
import { unlearntPlace } from '#/core/explain/gradient/unlearnt';
import type { Job } from '#/core/protocol/job';
import type { ExplainInput } from './jobs/explainJob';

/** By method, why. */
export function withheldMethods(
  jobs: readonly Pick<Job, 'kind' | 'input' | 'error'>[],
  modelVersionId: string,
): Map<string, string> {
  const withheld = new Map<string, string>();
  for (const { kind, input, error } of jobs) {
    if (kind !== 'explain' || error?.place !== unlearntPlace) continue;
    const { modelVersionId: of, method } = input as ExplainInput;
    if (of === modelVersionId) withheld.set(method, error.message);
  }
  return withheld;
}
