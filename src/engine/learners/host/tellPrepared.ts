/** Says once what a learner on the host begins with, and what is worth knowing of its data. */
import { labelWarnings } from '#/core/train/configWarnings';
import type { Resumed } from '../../train/record/runRecord';
import type { LearnerJob } from '../learner';
import type { HostSpec } from './hostSpec';

export function tellPrepared(
  job: Pick<LearnerJob, 'record' | 'data'>,
  spec: Pick<HostSpec, 'train' | 'val' | 'task'>,
  { resumed, damaged }: { resumed?: Pick<Resumed<unknown>, 'step'>; damaged: string[] },
  { reason, ...own }: { reason: string; stepsPerEpoch: number; weightCount?: number; warnings?: string[] },
): void {
  const { data, record } = job;
  record.tell({
    kind: 'prepared',
    trainRows: spec.train.rows,
    valRows: spec.val.rows,
    split: data.split,
    ...own,
    backend: { backend: 'cpu', reason, measured: [] },
    resumedAtStep: resumed?.step,
    warnings: [...damaged, ...data.warnings, ...labelWarnings(spec.task, spec.val), ...(own.warnings ?? [])],
    damaged: damaged.length > 0 ? damaged.join(' ') : undefined,
  });
}
