/** What was before and what was taken back: values that nobody changes, so that going back is exact. */
export interface History<T> {
  past: readonly T[];
  present: T;
  future: readonly T[];
}

const most = 500;

export const startHistory = <T>(present: T): History<T> => ({ past: [], present, future: [] });

export const record = <T>({ past, present }: History<T>, next: T): History<T> => ({
  past: [...past, present].slice(-most),
  present: next,
  future: [],
});

export function undo<T>(history: History<T>): History<T> {
  const { past, present, future } = history;
  const before = past.at(-1);
  return before === undefined
    ? history
    : { past: past.slice(0, -1), present: before, future: [present, ...future] };
}

export function redo<T>(history: History<T>): History<T> {
  const { past, present, future } = history;
  const [next, ...rest] = future;
  return next === undefined ? history : { past: [...past, present], present: next, future: rest };
}
