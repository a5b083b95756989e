/** Goes on after the death of a worker: a new one takes the work up where it was last saved. */
import { TetradError } from '#/core/protocol/errors';
import { notify } from '../stores/notices';
import type { JobContext } from './jobDef';

/** Deaths without anything saved in between: then it is the work that kills, and trying again is no use. */
const maxDeaths = 2;

const isDeath = (thrown: unknown): thrown is TetradError =>
  thrown instanceof TetradError && (thrown.code === 'workerDied' || thrown.code === 'deviceLost');

/** `attempt` calls `alive` whenever what it has done is safe. */
export async function surviving<T>(
  { signal, job, report }: JobContext,
  attempt: (alive: () => void) => Promise<T>,
): Promise<T> {
  let deaths = 0;
  for (;;) {
    try {
      return await attempt(() => {
        deaths = 0;
      });
    } catch (thrown) {
      if (signal.aborted || !isDeath(thrown) || ++deaths > maxDeaths) throw thrown;
      report({ message: 'Continuing after a failure' });
      notify({
        kind: 'info',
        title: job.title,
        message: `${thrown.message} It was replaced, and the job goes on from what was saved.`,
      });
    }
  }
}
