/** Read-modify-write of one record; to be called inside the transaction that read it. */
import { TetradError } from '#/core/protocol/errors';
import type { Change } from '#/core/protocol/storage';

/** The record after the change; the same object when a function decided to leave it. */
export function applyChange<T extends object, K extends keyof T>(
  current: T,
  change: Change<T, K>,
  fixed: readonly (keyof T)[],
): T {
  const wanted = typeof change === 'function' ? change(current) : change;
  if (!wanted) return current;
  const kept = new Map<string, unknown>(Object.entries(current));
  for (const [key, value] of Object.entries(wanted)) {
    if ((fixed as readonly string[]).includes(key)) continue;
    if (value === undefined) kept.delete(key);
    else kept.set(key, value);
  }
  return Object.fromEntries(kept) as T;
}

/** Later than both the clock and the last change, so that equal times cannot hide an update. */
export const nextUpdatedAt = (previous: number): number => Math.max(Date.now(), previous + 1);

export function checkBasedOn(
  current: { updatedAt: number; name: string },
  basedOn: number | undefined,
  what: string,
): void {
  if (basedOn === undefined || basedOn === current.updatedAt) return;
  throw new TetradError({
    code: 'conflict',
    message: `This ${what} was changed somewhere else meanwhile.`,
    place: `${what} ${current.name}`,
    hint: 'Look at the newer state, then make your change again.',
  });
}
