/** Why a search has nothing to choose from, and what to do. */
import type { AutomlPlan, BoardLine } from '#/core/protocol/automl';
import { TetradError } from '#/core/protocol/errors';
import type { Run } from '#/core/protocol/model';

/** Why a line of the board is none to choose. */
export const wasDeleted = 'Its version was deleted before the search ended.';

export function noModel(
  { timeLimitSeconds }: Pick<AutomlPlan, 'timeLimitSeconds'>,
  lines: readonly BoardLine[],
  runOf: (id: string) => Run | undefined,
): TetradError {
  const failed = lines.find(({ state }) => state === 'failed');
  if (failed && lines.every(({ state }) => state === 'failed'))
    return new TetradError({
      code: 'badInput',
      ...runOf(failed.runId)?.error,
      message: `No model could be trained. The first, ${failed.title}: ${failed.why}`,
    });
  if (lines.some(({ why }) => why === wasDeleted) && !lines.some(({ state }) => state === 'complete'))
    return new TetradError({
      code: 'notFound',
      message: 'Every model that the search had trained was deleted before it ended.',
      hint: 'Search again, and leave its versions until it is done.',
    });
  const beyond = lines.find(({ state, versionId }) => state === 'rejected' && versionId !== undefined);
  if (beyond)
    return new TetradError({
      code: 'badInput',
      message: `Every model is beyond the limits. ${beyond.title}: ${beyond.why}`,
      hint: 'Allow more bytes or more time for an answer.',
    });
  return new TetradError({
    code: 'badInput',
    message: `The limit of ${timeLimitSeconds} seconds passed before a single model was trained.`,
    hint: 'Give more time, or less data.',
    place: 'timeLimitSeconds',
  });
}
