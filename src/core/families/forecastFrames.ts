/** What families along time share when they forecast: what goes in, and how the answer comes out. */
import { z } from 'zod';
import { sizeOf } from '../arch/sizeOf';
import { addToLastFrame } from './convSettings';
import type { FamilyInput } from './familyDef';
import type { NodeList } from './nodeList';

/**
 * A window in units of its own spread, around its last value, and the answer in the same: a series that swings the more
 * the higher it is looks alike everywhere (as in Kim et al. 2022, reversible instance normalisation). Not the standard:
 * with the latest windows held back it carried the growth of the early ones on (docs/performance.md).
 */
export const scaleSetting = z.boolean().default(false).meta({
  label: 'Scaled by window',
  hint: 'For forecasts: each window in units of how far its values lie apart. For series of unlike sizes.',
});

export function addChanges(list: NodeList, scaled: boolean): void {
  list.add('changes', 'sinceLast');
  if (scaled) list.add('scaled', 'bySpread');
}

/** The steps to come, from nothing at first, on top of the last time. */
export function addSteps(
  list: NodeList,
  { inputShape, outputWidth }: Pick<FamilyInput, 'inputShape' | 'outputWidth'>,
  scaled: boolean,
): void {
  if (scaled) list.add('unscaled', 'timesSpread', {}, [list.last, 'input']);
  addToLastFrame(list, outputWidth / sizeOf(inputShape.slice(1)));
}
