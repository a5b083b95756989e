/**
 * The one queue, as commands see it. Records live in storage, so every tab sees and controls every job; who runs what
 * is settled by locks that the browser gives up when a tab dies:
 *   jobs of the queue (trainings, batches over fields, parents) run in the one tab that holds its lock (queueRunner.ts);
 *   tab jobs (they need a dropped file) run in the tab that submitted them, under a lock of their own (tabJobs.ts).
 */
import { TetradError } from '#/core/protocol/errors';
import type { Job } from '#/core/protocol/job';
import type { NewJob } from '#/core/protocol/storage';
import type { Registry } from '#/core/registry/registry';
import { withWriterLock } from '#/storage/locks';
import type { Family } from './childJobs';
import { JobChannel } from './jobChannel';
import { JobControl } from './jobControl';
import type { Dropped, JobDef, JobRequest } from './jobDef';
import { isOver, JobRecords } from './jobRecords';
import { notNow } from './notNow';
import { beforeAll, inQueueOrder, isWaiting, lineOf, movedTo, withAncestors } from './queueOrder';
import { QueueRunner } from './queueRunner';
import { recoverJobs } from './recoverJobs';
import { RunningJobs, type RunOptions } from './runningJobs';
import { TabJobs } from './tabJobs';
import { whenJob } from './whenJob';

export interface QueueOptions extends RunOptions {
  defs: Registry<JobDef>;
  /** Separates studios in tests. */
  name?: string;
  patrolEveryMs?: number;
}

export class JobQueue {
  readonly #options: QueueOptions;
  readonly #name: string;
  readonly #channel: JobChannel;
  readonly #records: JobRecords;
  readonly #running: RunningJobs;
  readonly #control: JobControl;
  readonly #tabJobs: TabJobs;
  readonly #runner: QueueRunner;

  constructor(options: QueueOptions) {
    const { services, defs, name = 'tetrad', patrolEveryMs = 5_000 } = options;
    const { storage } = services;
    this.#options = options;
    this.#name = name;
    this.#channel = new JobChannel(name, {
      wake: () => this.#runner.pump(),
      stop: (id, reason) => this.#running.stopHere(id, reason),
    });
    const records = new JobRecords(storage, defs);
    const family: Family = {
      storage,
      submit: (job) => this.#add(job),
      stop: (parentId, reason) => this.#control.stopChildren(parentId, reason),
    };
    this.#records = records;
    this.#running = new RunningJobs(records, this.#channel, options, family);
    this.#control = new JobControl(records, this.#running, options);
    this.#tabJobs = new TabJobs(name, records, this.#running);
    const recovery = { name, services, records, control: this.#control };
    this.#runner = new QueueRunner(name, storage, records, this.#running, {
      recover: (mine) => recoverJobs(recovery, mine),
      patrolEveryMs,
    });
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
  async submit(job: JobRequest, dropped?: Dropped): Promise<Job> {
    return await this.#add(job, dropped);
  }

  async #add(request: Omit<NewJob, 'lane'>, dropped?: Dropped): Promise<Job> {
    const { lane } = this.#records.def(request.kind);
    if (lane === 'tab') return await this.#tabJobs.submit({ ...request, lane }, dropped);
    const { job, made } = await this.#records.add({ ...request, lane });
    if (made) this.#wake();
    return job;
  }

  async get(id: string): Promise<Job> {
    return await this.#records.get(id);
  }

  /** Resolves when the job can do no more by itself. */
  async wait(id: string): Promise<Job> {
    await this.get(id);
    return await whenJob(this.#storage, id, isOver);
  }

  /** With its children. */
  async cancel(id: string): Promise<Job> {
    return await this.#control.cancel(id);
  }

  /** With its children. */
  async pause(id: string): Promise<Job> {
    return await this.#control.pause(id);
  }

  /** Paused, interrupted and failed queue jobs go on from their checkpoint, with their children. */
  async resume(id: string): Promise<Job> {
    const queued = await this.#control.resume(id);
    this.#wake();
    return queued;
  }

  /** Position 0 is the next to run of those it can change places with. Answers these in their order. */
  async reorder(id: string, position: number): Promise<Job[]> {
    return await withWriterLock(`${this.#name}-order`, async () => {
      const { lane, parentId } = await this.get(id);
      const line = async () =>
        lineOf(await this.#records.ofQueue(), lane === 'parent' ? 'train' : lane, parentId);
      const waiting = await line();
      if (!waiting.some((other) => other.id === id)) throw notNow('moved', await this.get(id));
      for (const [jobId, priority] of movedTo(waiting, id, position))
        await this.#records.change(jobId, ['queued', 'interrupted', 'running'], { priority });
      this.#wake();
      return await line();
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
    const ran = running.filter(({ lane }) => lane !== 'parent');
    for (const id of withAncestors(ran, jobs))
      await this.#records.change(id, ['paused'], { priority: beforeAll(jobs) });
    return (await this.#records.ofQueue()).filter(({ status }) => status === 'paused');
  }

  async resumeAll(): Promise<Job[]> {
    const jobs = await this.#records.ofQueue();
    const resumed: Job[] = [];
    for (const { id } of inQueueOrder(
      jobs.filter(({ status }) => status === 'paused'),
      jobs,
    ))
      resumed.push(await this.#control.requeue(id));
    this.#wake();
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

  /** Takes it off the list with all below it. A child goes with its parent: by it the parent knows what is done. */
  async dismiss(id: string): Promise<void> {
    const job = await this.get(id);
    if (!isOver(job)) throw notNow('dismissed', job);
    const parent = job.parentId === undefined ? undefined : await this.#storage.jobs.get(job.parentId);
    if (parent)
      throw new TetradError({
        code: 'conflict',
        message: `This job belongs to "${parent.title}".`,
        hint: 'Dismiss that one; its children go with it.',
        place: job.title,
      });
    await this.#control.dismiss(this.#storage, id);
  }

  #wake(): void {
    this.#channel.wake();
    this.#runner.pump();
  }
}
