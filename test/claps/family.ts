/** What src/core/families would get. */
import type { FamilyDef } from '#/core/families/familyDef';
import { linear } from '#/core/families/linear';

export const countedEvents: FamilyDef<Record<string, never>> = {
  ...linear,
  type: 'countedEvents',
  title: 'Counted events',
  datasets: ['events'],
};
