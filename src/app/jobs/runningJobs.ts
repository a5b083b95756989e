/** The jobs that run in this tab, and the way to stop those that run in another. */
import { TetradError } from '#/core/protocol/errors';
import type { Job } from '#/core/protocol/job';
import type { AppServices } from '../services';
import type { Family } from './childJobs';
import type { JobChannel } from './jobChannel';
import type { Dropped, JobProgress, StopReason } from './jobDef';
import type { JobRecords } from './jobRecords';
import { type RunningJob, runJob } from './runJob';

/** How long a stop in another tab may take before we say so. */
const remoteStopMs = 15_000;

export interface RunOptions {
  services: AppServices;
  /** Progress between two writes to storage. */
  show?: (id: string, progress: JobProgress) => void;
  /** Told of every job that ended in this tab. */
  onEnd?: (job: Job) => void;
}

export class RunningJobs {
  readonly #records: JobRecords;
  readonly #channel: JobChannel;
  readonly #options: RunOptions;
  readonly #family: Family;
  readonly #running = new Map<string, RunningJob>();

  constructor(records: JobRecords, channel: JobChannel, options: RunOptions, family: Family) {
    this.#family = family;
    this.#records = records;
    this.#channel = channel;
    this.#options = options;
  }

  has(id: string): boolean {
    return this.#running.has(id);
  }

  /** Takes the job, if nobody has, and runs it to its end. */
  async run(id: string, dropped?: Dropped): Promise<void> {
    const { services, show, onEnd } = this.#options;
    const { kind } = await this.#records.get(id);
    const def = this.#records.def(kind);
    let took = false;
    const job = await services.storage.jobs.update(id, (current) => {
      took = current.status === 'queued' || current.status === 'interrupted';
      const message = current.startedAt === undefined ? 'Starting' : 'Continuing';
      return took ? { status: 'running', startedAt: Date.now(), message } : undefined;
    });
    if (!took) return;
    const running = runJob(services, def, job, dropped, this.#family, show ?? (() => {}));
    this.#running.set(id, running);
    const ended = await running.ended;
    this.#running.delete(id);
    if (ended) onEnd?.(ended);
  }

  /** If it runs here: asks it to stop, and does not wait. */
  stopHere(id: string, reason: StopReason): void {
    this.#running.get(id)?.stop(reason);
  }

  /** Waits for it to have stopped, in whichever tab it runs. */
  async stop(id: string, reason: StopReason): Promise<Job> {
    const mine = this.#running.get(id);
    if (mine) {
      mine.stop(reason);
      return (await mine.ended) ?? (await this.#records.get(id));
    }
    this.#channel.stop(id, reason);
    const deadline = Date.now() + remoteStopMs;
    for (;;) {
      const job = await this.#records.get(id);
      if (job.status !== 'running') return job;
      if (Date.now() > deadline)
        throw new TetradError({
          code: 'conflict',
          message: 'The tab that runs this job does not answer.',
          hint: 'Look at the other open tab of the studio, or close it.',
          place: job.title,
        });
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
