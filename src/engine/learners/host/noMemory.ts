/** An allocation that failed in a learner without a device, with what its time and memory grow with. */
import { isOutOfMemory } from '#/core/arch/outOfMemory';
import type { FamilyDef } from '#/core/families/familyDef';
import { TetradError } from '#/core/protocol/errors';

export function noMemory(thrown: unknown, { title, guide }: Pick<FamilyDef, 'title' | 'guide'>): unknown {
  if (thrown instanceof TetradError || !isOutOfMemory(thrown)) return thrown;
  return new TetradError(
    {
      code: 'outOfMemory',
      message: `${title}: there is no memory left (${(thrown as Error).message}).`,
      place: 'family',
      hint: `Learn from fewer rows or columns, close other tabs, or take another family. What it costs: ${guide.cost}`,
    },
    { cause: thrown },
  );
}
