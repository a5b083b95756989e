/**
 * An edit that began from what somebody saw. Read and written in one transaction: when a field says something else
 * by now, nothing is changed and the other edit is told. Without `was` the last word counts.
 */
import { TetradError } from '#/core/protocol/errors';

export const unlessChanged =
  <T extends { name: string }>(change: Partial<T>, was: Partial<T> | undefined) =>
  (current: T): Partial<T> => {
    for (const [field, seen] of Object.entries(was ?? {})) {
      const now: unknown = current[field as keyof T];
      if (!isSame(now, seen)) throw changedMeanwhile(`${field} of ${current.name}`, now);
    }
    return change;
  };

export const changedMeanwhile = (place: string, now: unknown) =>
  new TetradError({
    code: 'conflict',
    message: `This was changed somewhere else meanwhile${typeof now === 'string' ? ` to “${now.slice(0, 200)}”` : ''}.`,
    place,
    hint: 'Nothing was overwritten. Look at the newer state, then make your change again.',
  });

/** JSON values; the order of keys does not count. */
const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
const sorted = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
    : value;
