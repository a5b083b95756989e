import { useSyncExternalStore } from 'react';
import type { Live } from '#/app/stores/live';
import type { ErrorInfo } from '#/core/protocol/errors';

/** The current value of a live view; the component renders again when it changes, in any tab. */
export const useLive = <T>(live: Live<T>): T | undefined => useSyncExternalStore(live.subscribe, live.get);

/** Why a live view has no value: storage could not be opened or read. */
export const useLiveError = (live: Live<unknown>): ErrorInfo | undefined =>
  useSyncExternalStore(live.subscribe, live.error);
