/** Dexie's liveQuery as a small store React can subscribe to. Runs only while somebody listens. */
import { liveQuery, type Subscription } from 'dexie';
import { toErrorInfo, type ErrorInfo } from '#/core/protocol/errors';
import type { Live } from '#/core/protocol/storage';
import { toStorageError } from './storageErrors';

export function observe<T>(query: () => Promise<T>): Live<T> {
  const listeners = new Set<() => void>();
  let subscription: Subscription | undefined;
  let value: T | undefined;
  let error: ErrorInfo | undefined;

  const settle = (nextValue: T | undefined, nextError: ErrorInfo | undefined): void => {
    value = nextValue;
    error = nextError;
    listeners.forEach((listener) => listener());
  };

  return {
    subscribe(onChange) {
      const listener = () => onChange();
      listeners.add(listener);
      // An async function: Dexie then follows every read of `query`, not only the first.
      subscription ??= liveQuery(async () => await query()).subscribe(
        (next) => settle(next, undefined),
        (thrown) => settle(undefined, toErrorInfo(toStorageError(thrown))),
      );
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        subscription?.unsubscribe();
        subscription = undefined;
      };
    },
    get: () => value,
    error: () => error,
  };
}
