import type { Stoppable } from '../clients/stoppable';
import type { StopReason } from './jobDef';

/** Waits for work in a worker and passes the job's stop on to it. */
export async function untilStopped<Result, How extends string>(
  signal: AbortSignal,
  work: Stoppable<Result, How>,
  toHow: (reason: StopReason) => How,
): Promise<Result> {
  const stop = () => work.stop(toHow(signal.reason as StopReason));
  if (signal.aborted) stop();
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await work.done;
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
