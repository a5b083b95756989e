/** Cancel, pause and resume of a job and of all below it. */
import { TetradError } from '#/core/protocol/errors';
import { isFinished, type Job } from '#/core/protocol/job';
import type { Storage } from '#/core/protocol/storage';
import type { StopReason } from './jobDef';
import { isOver, type JobRecords } from './jobRecords';
import { notNow } from './notNow';
import { isWaiting } from './queueOrder';
import { discard } from './runJob';
import type { RunningJobs, RunOptions } from './runningJobs';

const paused = { status: 'paused', message: 'Paused' } as const;
const queuedAgain = {
  status: 'queued',
  error: undefined,
  finishedAt: undefined,
  message: 'Waiting to continue',
} as const;

export class JobControl {
  readonly #records: JobRecords;
  readonly #running: RunningJobs;
  readonly #options: RunOptions;

  constructor(records: JobRecords, running: RunningJobs, options: RunOptions) {
    this.#records = records;
    this.#running = running;
    this.#options = options;
  }

  async cancel(id: string): Promise<Job> {
    const job = await this.#records.get(id);
    if (job.status === 'running') return await this.#running.stop(id, 'cancel');
    if (isFinished(job.status)) {
      // What a failed parent left paused.
      await this.stopChildren(id, 'cancel');
      return job;
    }
    const cancelled = await this.#records.change(id, ['queued', 'paused', 'interrupted'], {
      status: 'cancelled',
      finishedAt: Date.now(),
      message: '',
    });
    if (cancelled.status === 'running') return await this.#running.stop(id, 'cancel');
    if (cancelled.status === 'cancelled') {
      await this.stopChildren(id, 'cancel');
      await discard(this.#options.services, this.#records.def(job.kind), cancelled, 'cancelled');
      this.#options.onEnd?.(cancelled);
    }
    return cancelled;
  }

  async pause(id: string): Promise<Job> {
    const job = await this.#records.get(id);
    if (!this.#records.def(job.kind).pausable)
      throw new TetradError({
        code: 'unsupported',
        message: `A job of kind ${job.kind} cannot be paused.`,
        hint: 'Cancel it, or let it run in the background.',
        place: job.title,
      });
    const now = await this.#pauseNow(job);
    if (now.status !== 'paused' && job.status !== 'running') throw notNow('paused', now);
    return now;
  }

  /** Paused, interrupted and failed jobs of the queue go on from where they were; with them what they paused. */
  async resume(id: string): Promise<Job> {
    const job = await this.#records.get(id);
    if (job.lane === 'tab')
      throw new TetradError({
        code: 'unsupported',
        message: 'This job needs its file, which the page no longer has.',
        hint: this.#records.def(job.kind).lostHint,
        place: job.title,
      });
    // First those below: a parent that runs again must not find them failed.
    if (job.status === 'paused' || job.status === 'failed') await this.#resumeChildren(job);
    const queued = await this.requeue(id);
    if (queued.status !== 'queued') throw notNow('resumed', queued);
    return queued;
  }

  /** This job alone, if it can go on. */
  requeue(id: string): Promise<Job> {
    return this.#records.change(id, ['paused', 'interrupted', 'failed'], queuedAgain);
  }

  /** Those of its children that have not ended: what waits first, so that nothing takes the place of what stops. */
  async stopChildren(id: string, reason: StopReason): Promise<void> {
    const children = await this.#records.children(id);
    const stop = async (child: Job) => {
      if (reason === 'cancel') await this.cancel(child.id);
      else if (this.#records.def(child.kind).pausable) await this.#pauseNow(child);
    };
    for (const child of children) if (child.status !== 'running') await stop(child);
    await Promise.all((await this.#records.children(id)).filter(isRunning).map(stop));
  }

  /** Off the list, with all below it. */
  async dismiss(storage: Storage, id: string): Promise<void> {
    for (const child of await this.#records.children(id)) {
      if (!isOver(child)) await this.cancel(child.id);
      await this.dismiss(storage, child.id);
    }
    await storage.jobs.delete(id);
  }

  /** Whatever it is doing; one that has ended stays as it is. */
  async #pauseNow(job: Job): Promise<Job> {
    if (job.status === 'running') return await this.#running.stop(job.id, 'pause');
    const now = isWaiting(job) ? await this.#records.change(job.id, ['queued', 'interrupted'], paused) : job;
    if (now.status === 'running') return await this.#running.stop(job.id, 'pause');
    if (now.status === 'paused') await this.stopChildren(job.id, 'pause');
    return now;
  }

  async #resumeChildren(parent: Job): Promise<void> {
    for (const child of await this.#records.children(parent.id)) {
      const goesOn = child.status === 'paused' || (child.status === 'failed' && parent.status === 'failed');
      if (!goesOn || child.lane === 'tab') continue;
      await this.#resumeChildren(child);
      await this.requeue(child.id);
    }
  }
}

const isRunning = ({ status }: Job): boolean => status === 'running';
