/** Read-modify-write of one record; to be called inside the transaction that read it. */
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

/** Without what is undefined: it would take the place of what is filled in. */
export const given = <T extends object>(record: T): T =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as T;
