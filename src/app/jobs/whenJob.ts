import { TetradError } from '#/core/protocol/errors';
import type { Job } from '#/core/protocol/job';
import type { Storage } from '#/core/protocol/storage';

/** The job as soon as its record, written in whichever tab, is as wanted. Rejects with the signal's reason. */
export async function whenJob(
  storage: Storage,
  id: string,
  wanted: (job: Job) => boolean,
  signal?: AbortSignal,
): Promise<Job> {
  const live = storage.observe(() => storage.jobs.get(id));
  return await new Promise((resolve, reject) => {
    let unsubscribe: (() => void) | undefined;
    const end = () => {
      unsubscribe?.();
      unsubscribe = undefined;
      signal?.removeEventListener('abort', stop);
    };
    const stop = () => {
      reject(signal?.reason);
      end();
    };
    const check = () => {
      const job = live.get();
      const error = live.error();
      if (error) reject(new TetradError(error));
      else if (job && wanted(job)) resolve(job);
      else return;
      end();
    };
    if (signal?.aborted) return stop();
    signal?.addEventListener('abort', stop);
    unsubscribe = live.subscribe(check);
    check();
  });
}
