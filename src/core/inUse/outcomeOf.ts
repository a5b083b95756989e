/** What a label says of a row that was answered while two versions were compared: larger is better. */
import type { AnsweredRow } from '../protocol/inUse';
import type { Outcome } from './comparison';

/** Of labels 1 where the answer was right; of numbers how far off it was, below zero. */
function goodness(value: string | number, label: string | number): number {
  return typeof label === 'number' ? -Math.abs(Number(value) - label) : String(value) === label ? 1 : 0;
}

export function outcomeOf(
  { value, comparison }: Pick<AnsweredRow, 'value' | 'comparison'>,
  label: string | number,
): Outcome | undefined {
  if (!comparison) return undefined;
  const { challenger, share, other } = comparison;
  if (share < 1) return { one: { challenger, share, value: goodness(value, label) } };
  return other?.value === undefined
    ? undefined
    : { both: { champion: goodness(value, label), challenger: goodness(other.value, label) } };
}
