import { TetradError } from '#/core/protocol/errors';
import type { Job } from '#/core/protocol/job';

/** There is something to be asked again. */
export function requireFailed(batch: Job): void {
  const { failed } = (batch.result ?? {}) as { failed?: unknown };
  if (failed && batch.status === 'completed') return;
  const isBatch = batch.kind === 'batch' || batch.kind === 'batchFields';
  throw new TetradError({
    code: 'badInput',
    message: !isBatch
      ? `"${batch.title}" is no batch.`
      : batch.status === 'completed'
        ? `Every row of "${batch.title}" was answered.`
        : `"${batch.title}" has not completed.`,
    place: 'batchId',
    hint:
      isBatch && batch.status !== 'completed'
        ? 'Resume it, or start it again.'
        : 'There is nothing to run again.',
  });
}
