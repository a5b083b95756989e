/** Two versions that are set beside each other: others, and with answers to the same. */
import { TetradError } from '#/core/protocol/errors';
import type { ModelVersion } from '#/core/protocol/model';

export function requireSameAnswers(first: ModelVersion, second: ModelVersion, place: string): void {
  if (first.task.type === second.task.type && first.task.target === second.task.target) return;
  throw new TetradError({
    code: 'badInput',
    message: `Version ${first.number} answers ${first.task.target} (${first.task.type}), version ${second.number} ${second.task.target} (${second.task.type}).`,
    place,
    hint: 'Choose versions that answer the same.',
  });
}
