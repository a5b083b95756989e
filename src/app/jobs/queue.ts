/**
 * The one queue, as commands see it. Records live in storage, so every tab sees and controls every job; who runs what
 * is settled by locks that the browser gives up when a tab dies:
 *   queue jobs (trainings, batches over fields) run in the one tab that holds the queue lock (queueRunner.ts);
 *   tab jobs (they need a dropped file) run in the tab that submitted them, under a lock of their own (tabJobs.ts).
 */
import { TetradError } from '#/core/protocol/errors';
import { isFinished, type Job, type JobKind } from '#/core/protocol/job';
import type { NewJob } from '#/core/protocol/storage';
import { withWriterLock } from '#/storage/locks';
import { JobChannel } from './jobChannel';
import type { Dropped, JobDef } from './jobDef';
import { JobRecords } from './jobRecords';
import { notNow } from './notNow';
import { beforeAll, inQueueOrder, isWaiting, movedTo } from './queueOrder';
import { QueueRunner } from './queueRunner';
import { recoverJobs } from './recoverJobs';
import { discard } from './runJob';
import { RunningJobs, type RunOptions } from './runningJobs';
import { TabJobs } from './tabJobs';
import { whenJob } from './whenJob';

export interface QueueOptions extends RunOptions {
  defs: ReadonlyMap<JobKind, JobDef>;
  /** Separates studios in tests. */
  name?: string;
}

export class JobQueue {
  readonly #options: QueueOptions;
  readonly #name: string;
  readonly #channel: JobChannel;
  readonly #records: JobRecords;
  readonly #running: RunningJobs;
  readonly #tabJobs: TabJobs;
  readonly #runner: QueueRunner;

  constructor(options: QueueOptions) {
    const { services, defs, name = 'tetrad' } = options;
    const { storage } = services;
    this.#options = options;
    this.#name = name;
    this.#channel = new JobChannel(name, {
      wake: () => this.#runner.pump(),
      stop: (id, reason) => this.#running.stopHere(id, reason),
    });
    this.#records = new JobRecords(storage, defs);
    this.#running = new RunningJobs(this.#records, this.#channel, options);
    this.#tabJobs = new TabJobs(name, storage, this.#running);
    this.#runner = new QueueRunner(name, storage, this.#records, this.#running, (first) =>
      recoverJobs(name, services, this.#records, this.#running, first),
    );
  }

  get #storage() {
    return this.#options.services.storage;
  }

  /** True in the one tab that runs queue jobs. */
  get runsQueue(): boolean {
    return this.#runner.isHere;
  }

  /** Waits (perhaps for ever) to be the tab that runs the queue. */
  start(): void {
    this.#runner.start();
  }

  /** What a closing tab does by dying: nothing is stopped politely, locks fall free. */
  close(): void {
    this.#channel.close();
    this.#tabJobs.close();
    this.#runner.close();
  }

  /** Records the job and returns; it starts when its turn comes. */
  async submit(job: NewJob, dropped?: Dropped): Promise<Job> {
    if (this.#records.def(job.kind).where === 'tab') return await this.#tabJobs.submit(job, dropped);
    const created = await this.#storage.jobs.create(job);
    this.#wake();
    return created;
  }

  async get(id: string): Promise<Job> {
    return await this.#records.get(id);
  }

  /** Resolves when the job can do no more by itself. */
  async wait(id: string): Promise<Job> {
    await this.get(id);
    return await whenJob(this.#storage, id, (job) => this.#records.isOver(job));
  }

  async cancel(id: string): Promise<Job> {
    const job = await this.get(id);
    if (isFinished(job.status)) return job;
    if (job.status === 'running') return await this.#running.stop(id, 'cancel');
    const cancelled = await this.#records.change(id, ['queued', 'paused', 'interrupted'], {
      status: 'cancelled',
      finishedAt: Date.now(),
      message: '',
    });
    if (cancelled.status === 'running') return await this.#running.stop(id, 'cancel');
    if (cancelled.status === 'cancelled') {
      await discard(this.#options.services, this.#records.def(job.kind), cancelled, 'cancelled');
      this.#options.onEnd?.(cancelled);
    }
    return cancelled;
  }

  async pause(id: string): Promise<Job> {
    const job = await this.get(id);
    if (!this.#records.def(job.kind).pausable)
      throw new TetradError({
        code: 'unsupported',
        message: `A job of kind ${job.kind} cannot be paused.`,
        hint: 'Cancel it, or let it run in the background.',
        place: job.title,
      });
    if (job.status === 'running') return await this.#running.stop(id, 'pause');
    const paused = await this.#records.change(id, ['queued', 'interrupted'], {
      status: 'paused',
      message: 'Paused',
    });
    if (paused.status !== 'paused') throw notNow('paused', paused);
    return paused;
  }

  /** Paused, interrupted and failed queue jobs go on from their checkpoint. */
  async resume(id: string): Promise<Job> {
    const job = await this.get(id);
    const { where, lostHint } = this.#records.def(job.kind);
    if (where === 'tab')
      throw new TetradError({
        code: 'unsupported',
        message: 'This job needs its file, which the page no longer has.',
        hint: lostHint,
        place: job.title,
      });
    const queued = await this.#records.change(id, ['paused', 'interrupted', 'failed'], {
      status: 'queued',
      error: undefined,
      finishedAt: undefined,
      message: 'Waiting to continue',
    });
    if (queued.status !== 'queued') throw notNow('resumed', queued);
    this.#wake();
    return queued;
  }

  /** Position 0 is the next to run. Answers the waiting jobs in their order. */
  async reorder(id: string, position: number): Promise<Job[]> {
    return await withWriterLock(`${this.#name}-order`, async () => {
      const { beside } = this.#records.def((await this.get(id)).kind);
      const inLine = async () =>
        (await this.#records.ofQueue()).filter(
          (job) => isWaiting(job) && this.#records.def(job.kind).beside === beside,
        );
      const waiting = await inLine();
      if (!waiting.some((other) => other.id === id)) throw notNow('moved', await this.get(id));
      for (const [jobId, priority] of movedTo(waiting, id, position))
        await this.#records.change(jobId, ['queued', 'interrupted'], { priority });
      this.#wake();
      return inQueueOrder(await inLine());
    });
  }

  /** What waits first, so that nothing takes the place of what stops; what ran resumes first. Answers what is paused. */
  async pauseAll(): Promise<Job[]> {
    const jobs = await this.#records.ofQueue();
    const paused = { status: 'paused', message: 'Paused' } as const;
    for (const { id } of jobs.filter(isWaiting))
      await this.#records.change(id, ['queued', 'interrupted'], paused);
    // Again from the records: one of them may just have started.
    const running = (await this.#records.ofQueue()).filter(({ status }) => status === 'running');
    await Promise.all(running.map(({ id }) => this.#running.stop(id, 'pause')));
    for (const { id } of running) await this.#records.change(id, ['paused'], { priority: beforeAll(jobs) });
    return (await this.#records.ofQueue()).filter(({ status }) => status === 'paused');
  }

  async resumeAll(): Promise<Job[]> {
    const paused = (await this.#records.ofQueue()).filter(({ status }) => status === 'paused');
    const resumed: Job[] = [];
    for (const { id } of inQueueOrder(paused)) resumed.push(await this.resume(id));
    return resumed;
  }

  /** A running job stops at a checkpoint for `work` and goes on; nothing of this tab takes its place meanwhile. */
  async atCheckpoint<T>(id: string, work: () => Promise<T>): Promise<T> {
    if ((await this.get(id)).status !== 'running') return await work();
    return await this.#runner.holding(async () => {
      const { status } = await this.pause(id);
      try {
        return await work();
      } finally {
        if (status === 'paused') await this.resume(id);
      }
    });
  }

  /** A setting changed, in whichever tab: more may run now. */
  look(): void {
    this.#wake();
  }

  async dismiss(id: string): Promise<void> {
    const job = await this.get(id);
    if (!this.#records.isOver(job)) throw notNow('dismissed', job);
    await this.#storage.jobs.delete(id);
  }

  #wake(): void {
    this.#channel.wake();
    this.#runner.pump();
  }
}
