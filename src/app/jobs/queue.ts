/**
 * The one queue. Records live in storage, so every tab sees and controls every job; who runs what is
 * settled by locks that the browser gives up when a tab dies:
 *   queue jobs (training) run in the one tab that holds the queue lock, in queue order, as many at a time as is set;
 *   tab jobs (they need a dropped file) run in the tab that submitted them, under a lock of their own.
 */
import { TetradError } from '#/core/protocol/errors';
import { isFinished, type Job, type JobKind } from '#/core/protocol/job';
import type { NewJob } from '#/core/protocol/storage';
import { readStudioSettings } from '#/core/protocol/studioSettings';
import { type HeldLock, holdWhenFree, tryHold, withWriterLock } from '#/storage/locks';
import type { AppServices } from '../services';
import type { Dropped, JobDef, JobProgress, StopReason } from './jobDef';
import { lostWithPage } from './lostWithPage';
import { notNow } from './notNow';
import { beforeAll, inQueueOrder, isWaiting, movedTo } from './queueOrder';
import { discard, type RunningJob, runJob } from './runJob';
import { whenJob } from './whenJob';

/** Tab jobs of one kind that may run at the same time. */
const tabJobsAtOnce = 2;
/** How often the queue looks for jobs whose tab has died. */
const patrolEveryMs = 5_000;
/** How long a stop in another tab may take before we say so. */
const remoteStopMs = 15_000;

type Message = { kind: 'wake' } | { kind: 'stop'; jobId: string; reason: StopReason };

export interface QueueOptions {
  services: AppServices;
  defs: ReadonlyMap<JobKind, JobDef>;
  /** Progress between two writes to storage. */
  show?: (id: string, progress: JobProgress) => void;
  /** Told of every job that ended in this tab. */
  onEnd?: (job: Job) => void;
  /** Separates studios in tests. */
  name?: string;
}

export class JobQueue {
  readonly #options: QueueOptions;
  readonly #name: string;
  readonly #channel: BroadcastChannel;
  readonly #running = new Map<string, RunningJob>();
  /** Tab jobs of this tab that wait their turn. */
  #waiting: { id: string; kind: JobKind; dropped?: Dropped; lock: HeldLock }[] = [];
  readonly #tabLocks = new Set<HeldLock>();
  #tabRunning: JobKind[] = [];
  #queueLock?: HeldLock;
  /** Queue jobs this tab has taken, from before their record says so. */
  readonly #taken = new Map<string, JobKind>();
  #held = 0;
  #filling = false;
  #fillAgain = false;
  #patrol?: ReturnType<typeof setInterval>;
  readonly #closing = new AbortController();

  constructor(options: QueueOptions) {
    this.#options = options;
    this.#name = options.name ?? 'tetrad';
    this.#channel = new BroadcastChannel(`${this.#name}-jobs`);
    this.#channel.onmessage = (event: MessageEvent<Message>) => this.#hear(event.data);
  }

  get #storage() {
    return this.#options.services.storage;
  }

  /** True in the one tab that runs queue jobs. */
  get runsQueue(): boolean {
    return !!this.#queueLock;
  }

  /** Waits (perhaps for ever) to be the tab that runs the queue. */
  start(): void {
    void holdWhenFree(`${this.#name}-queue`, this.#closing.signal).then(
      async (lock) => {
        if (this.#closing.signal.aborted) return lock.release();
        this.#queueLock = lock;
        await this.#recover(true);
        this.#patrol = setInterval(() => void this.#patrolOnce(), patrolEveryMs);
        this.#pump();
      },
      () => {},
    );
  }

  /** What a closing tab does by dying: nothing is stopped politely, locks fall free. */
  close(): void {
    this.#closing.abort();
    clearInterval(this.#patrol);
    this.#channel.close();
    for (const lock of this.#tabLocks) lock.release();
    this.#queueLock?.release();
    this.#queueLock = undefined;
  }

  /** Records the job and returns; it starts when its turn comes. */
  async submit(job: NewJob, dropped?: Dropped): Promise<Job> {
    if (this.#def(job.kind).where === 'queue') {
      const created = await this.#storage.jobs.create(job);
      this.#wake();
      return created;
    }
    const id = job.id ?? crypto.randomUUID();
    const lock = await holdWhenFree(this.#lockName(id));
    this.#tabLocks.add(lock);
    try {
      const created = await this.#storage.jobs.create({ ...job, id });
      this.#waiting.push({ id, kind: job.kind, dropped, lock });
      this.#pumpTab();
      return created;
    } catch (thrown) {
      this.#letGo(lock);
      throw thrown;
    }
  }

  async get(id: string): Promise<Job> {
    const job = await this.#storage.jobs.get(id);
    if (!job) throw new TetradError({ code: 'notFound', message: 'There is no such job.', place: id });
    return job;
  }

  /** Resolves when the job can do no more by itself. */
  async wait(id: string): Promise<Job> {
    await this.get(id);
    return await whenJob(this.#storage, id, (job) => this.#isOver(job));
  }

  async cancel(id: string): Promise<Job> {
    const job = await this.get(id);
    if (isFinished(job.status)) return job;
    if (job.status === 'running') return await this.#stop(id, 'cancel');
    const cancelled = await this.#change(id, ['queued', 'paused', 'interrupted'], {
      status: 'cancelled',
      finishedAt: Date.now(),
      message: '',
    });
    if (cancelled.status === 'running') return await this.#stop(id, 'cancel');
    if (cancelled.status === 'cancelled') {
      await discard(this.#options.services, this.#def(job.kind), cancelled, 'cancelled');
      this.#options.onEnd?.(cancelled);
    }
    return cancelled;
  }

  async pause(id: string): Promise<Job> {
    const job = await this.get(id);
    if (!this.#def(job.kind).pausable)
      throw new TetradError({
        code: 'unsupported',
        message: `A job of kind ${job.kind} cannot be paused.`,
        hint: 'Cancel it, or let it run in the background.',
        place: job.title,
      });
    if (job.status === 'running') return await this.#stop(id, 'pause');
    const paused = await this.#change(id, ['queued', 'interrupted'], { status: 'paused', message: 'Paused' });
    if (paused.status !== 'paused') throw notNow('paused', paused);
    return paused;
  }

  /** Paused, interrupted and failed queue jobs go on from their checkpoint. */
  async resume(id: string): Promise<Job> {
    const job = await this.get(id);
    if (this.#def(job.kind).where === 'tab')
      throw new TetradError({
        code: 'unsupported',
        message: 'This job needs its file, which the page no longer has.',
        hint: this.#def(job.kind).lostHint,
        place: job.title,
      });
    const queued = await this.#change(id, ['paused', 'interrupted', 'failed'], {
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
      const waiting = (await this.#queueJobs()).filter(isWaiting);
      const job = waiting.find((other) => other.id === id);
      if (!job) throw notNow('moved', await this.get(id));
      for (const [jobId, priority] of movedTo(waiting, id, position))
        await this.#change(jobId, ['queued', 'interrupted'], { priority });
      this.#wake();
      return inQueueOrder((await this.#queueJobs()).filter(isWaiting));
    });
  }

  /** What waits first, so that nothing takes the place of what stops; what ran resumes first. Answers what is paused. */
  async pauseAll(): Promise<Job[]> {
    const jobs = await this.#queueJobs();
    const paused = { status: 'paused', message: 'Paused' } as const;
    for (const { id } of jobs.filter(isWaiting)) await this.#change(id, ['queued', 'interrupted'], paused);
    // Again from the records: one of them may just have started.
    const running = (await this.#queueJobs()).filter(({ status }) => status === 'running');
    await Promise.all(running.map(({ id }) => this.#stop(id, 'pause')));
    for (const { id } of running) await this.#change(id, ['paused'], { priority: beforeAll(jobs) });
    return (await this.#queueJobs()).filter(({ status }) => status === 'paused');
  }

  async resumeAll(): Promise<Job[]> {
    const paused = (await this.#queueJobs()).filter(({ status }) => status === 'paused');
    const resumed: Job[] = [];
    for (const { id } of inQueueOrder(paused)) resumed.push(await this.resume(id));
    return resumed;
  }

  /** A running job stops at a checkpoint for `work` and goes on; nothing of this tab takes its place meanwhile. */
  async atCheckpoint<T>(id: string, work: () => Promise<T>): Promise<T> {
    if ((await this.get(id)).status !== 'running') return await work();
    this.#held++;
    try {
      const { status } = await this.pause(id);
      try {
        return await work();
      } finally {
        if (status === 'paused') await this.resume(id);
      }
    } finally {
      this.#held--;
      this.#pump();
    }
  }

  /** A setting changed, in whichever tab: more may run now. */
  look(): void {
    this.#wake();
  }

  async dismiss(id: string): Promise<void> {
    const job = await this.get(id);
    if (!this.#isOver(job)) throw notNow('dismissed', job);
    await this.#storage.jobs.delete(id);
  }

  #def(kind: JobKind): JobDef {
    const def = this.#options.defs.get(kind);
    if (!def) throw new TetradError({ code: 'unsupported', message: `There are no jobs of kind ${kind}.` });
    return def;
  }

  #isOver(job: Job): boolean {
    return isFinished(job.status) || (job.status === 'interrupted' && this.#def(job.kind).where === 'tab');
  }

  #letGo(lock: HeldLock): void {
    this.#tabLocks.delete(lock);
    lock.release();
  }

  #lockName = (jobId: string) => `${this.#name}-job-${jobId}`;

  /** Writes only while the status is one of `from`; answers what the record then says. */
  #change(id: string, from: Job['status'][], change: Partial<Omit<Job, 'id' | 'kind' | 'createdAt'>>) {
    return this.#storage.jobs.update(id, (job) => (from.includes(job.status) ? change : undefined));
  }

  async #stop(id: string, reason: StopReason): Promise<Job> {
    const mine = this.#running.get(id);
    if (mine) {
      mine.stop(reason);
      return (await mine.ended) ?? (await this.get(id));
    }
    this.#channel.postMessage({ kind: 'stop', jobId: id, reason } satisfies Message);
    const deadline = Date.now() + remoteStopMs;
    for (;;) {
      const job = await this.get(id);
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

  #hear(message: Message): void {
    if (message.kind === 'wake') this.#pump();
    else this.#running.get(message.jobId)?.stop(message.reason);
  }

  #wake(): void {
    this.#channel.postMessage({ kind: 'wake' } satisfies Message);
    this.#pump();
  }

  /** Starts what may run. Safe to call at any time; a call during another makes that one look again. */
  #pump(): void {
    if (!this.runsQueue || this.#held > 0 || this.#closing.signal.aborted) return;
    this.#fillAgain = this.#filling;
    if (this.#filling) return;
    this.#filling = true;
    void this.#fill()
      .catch((thrown) => console.error('the job queue could not go on', thrown))
      .finally(() => {
        this.#filling = false;
        if (this.#fillAgain) this.#pump();
      });
  }

  async #fill(): Promise<void> {
    const { trainingsAtOnce } = await readStudioSettings(this.#storage.settings);
    const waiting = inQueueOrder((await this.#queueJobs()).filter(isWaiting));
    for (const { id, kind } of waiting) {
      if (this.#closing.signal.aborted) return;
      const { beside } = this.#def(kind);
      const taken = [...this.#taken.values()].filter((other) => this.#def(other).beside === beside);
      if (this.#taken.has(id) || taken.length >= (beside ? 1 : trainingsAtOnce)) continue;
      this.#taken.set(id, kind);
      void this.#run(id, undefined).then(
        () => {
          this.#taken.delete(id);
          this.#pump();
        },
        (thrown) => {
          // Tried again by the patrol, not at once.
          this.#taken.delete(id);
          console.error(`job ${id} could not start`, thrown);
        },
      );
    }
  }

  async #queueJobs(): Promise<Job[]> {
    return (await this.#storage.jobs.list()).filter(({ kind }) => this.#def(kind).where === 'queue');
  }

  async #patrolOnce(): Promise<void> {
    await this.#recover(false);
    this.#pump();
  }

  #pumpTab(): void {
    const runs = (kind: JobKind) => this.#tabRunning.filter((running) => running === kind).length;
    const at = this.#waiting.findIndex(({ kind }) => runs(kind) < tabJobsAtOnce);
    const [next] = at < 0 ? [] : this.#waiting.splice(at, 1);
    if (!next) return;
    this.#tabRunning.push(next.kind);
    void this.#run(next.id, next.dropped)
      .catch((thrown) => console.error(`job ${next.id} could not start`, thrown))
      .finally(() => {
        this.#tabRunning.splice(this.#tabRunning.indexOf(next.kind), 1);
        this.#letGo(next.lock);
        this.#pumpTab();
      });
    this.#pumpTab();
  }

  async #run(id: string, dropped: Dropped | undefined): Promise<void> {
    let took = false;
    const job = await this.#storage.jobs.update(id, (current) => {
      took = current.status === 'queued' || current.status === 'interrupted';
      const message = current.startedAt === undefined ? 'Starting' : 'Continuing';
      return took ? { status: 'running', startedAt: Date.now(), message } : undefined;
    });
    if (!took) return;
    const { services, show, onEnd } = this.#options;
    const running = runJob(services, this.#def(job.kind), job, dropped, show ?? (() => {}));
    this.#running.set(id, running);
    const ended = await running.ended;
    this.#running.delete(id);
    if (ended) onEnd?.(ended);
  }

  /** What was running with nobody alive to run it becomes interrupted. */
  async #recover(first: boolean): Promise<void> {
    for (const job of await this.#storage.jobs.list()) {
      if (isFinished(job.status) || this.#running.has(job.id)) continue;
      const def = this.#def(job.kind);
      if (def.where === 'queue') {
        if (first && job.status === 'running')
          await this.#change(job.id, ['running'], {
            status: 'interrupted',
            message: 'Interrupted; continues from its last checkpoint',
          });
      } else if (job.status === 'running' || job.status === 'queued') {
        const lock = await tryHold(this.#lockName(job.id));
        if (!lock) continue;
        await this.#lose(job, def).finally(() => lock.release());
      }
    }
  }

  async #lose(job: Job, def: JobDef): Promise<void> {
    const lost = await this.#change(job.id, ['running', 'queued'], lostWithPage(job, def));
    if (lost.status === 'interrupted') await discard(this.#options.services, def, lost, 'interrupted');
  }
}
