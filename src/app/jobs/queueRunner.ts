/**
 * Runs the jobs of the one queue, in the one tab that holds its lock: in queue order, as many trainings at a time as
 * is set, one of those that run beside them, and every parent.
 */
import type { JobLane } from '#/core/protocol/job';
import type { Storage } from '#/core/protocol/storage';
import { readStudioSettings } from '#/core/protocol/studioSettings';
import { type HeldLock, holdWhenFree } from '#/storage/locks';
import type { JobRecords } from './jobRecords';
import { inQueueOrder, isWaiting } from './queueOrder';
import type { RunningJobs } from './runningJobs';

export interface RunnerOptions {
  /** Settles what was running with nobody alive to run it; `mine` is what this tab runs. */
  recover(mine: (id: string) => boolean): Promise<void>;
  /** How often the queue looks for jobs whose tab has died. */
  patrolEveryMs: number;
}

export class QueueRunner {
  readonly #name: string;
  readonly #storage: Storage;
  readonly #records: JobRecords;
  readonly #running: RunningJobs;
  readonly #options: RunnerOptions;
  #lock?: HeldLock;
  /** Jobs this tab has taken, from before their record says so. */
  readonly #taken = new Map<string, JobLane>();
  #held = 0;
  #filling = false;
  #fillAgain = false;
  #patrol?: ReturnType<typeof setInterval>;
  readonly #closing = new AbortController();

  constructor(
    name: string,
    storage: Storage,
    records: JobRecords,
    running: RunningJobs,
    options: RunnerOptions,
  ) {
    this.#name = name;
    this.#storage = storage;
    this.#records = records;
    this.#running = running;
    this.#options = options;
  }

  /** True in the one tab that runs queue jobs. */
  get isHere(): boolean {
    return !!this.#lock;
  }

  /** Waits (perhaps for ever) to be the tab that runs the queue. */
  start(): void {
    void holdWhenFree(`${this.#name}-queue`, this.#closing.signal).then(
      async (lock) => {
        if (this.#closing.signal.aborted) return lock.release();
        this.#lock = lock;
        this.#patrol = setInterval(() => void this.#patrolOnce(), this.#options.patrolEveryMs);
        await this.#patrolOnce();
      },
      () => {},
    );
  }

  close(): void {
    this.#closing.abort();
    clearInterval(this.#patrol);
    this.#lock?.release();
    this.#lock = undefined;
  }

  /** Starts what may run. Safe to call at any time; a call during another makes that one look again. */
  pump(): void {
    if (!this.isHere || this.#held > 0 || this.#closing.signal.aborted) return;
    this.#fillAgain = this.#filling;
    if (this.#filling) return;
    this.#filling = true;
    void this.#fill()
      .catch((thrown) => {
        if (!this.#closing.signal.aborted) console.error('the job queue could not go on', thrown);
      })
      .finally(() => {
        this.#filling = false;
        if (this.#fillAgain) this.pump();
      });
  }

  /** Nothing of this tab starts meanwhile. */
  async holding<T>(work: () => Promise<T>): Promise<T> {
    this.#held++;
    try {
      return await work();
    } finally {
      this.#held--;
      this.pump();
    }
  }

  async #fill(): Promise<void> {
    const { trainingsAtOnce } = await readStudioSettings(this.#storage.settings);
    const slots = { train: trainingsAtOnce, beside: 1, fetch: 2, parent: Infinity, tab: 0 };
    const jobs = await this.#records.ofQueue();
    for (const { id, lane } of inQueueOrder(jobs.filter(isWaiting), jobs)) {
      if (this.#closing.signal.aborted) return;
      const taken = [...this.#taken.values()].filter((other) => other === lane).length;
      if (this.#taken.has(id) || taken >= slots[lane]) continue;
      this.#taken.set(id, lane);
      void this.#running.run(id).then(
        () => {
          this.#taken.delete(id);
          this.pump();
        },
        (thrown) => {
          // Tried again by the patrol, not at once.
          this.#taken.delete(id);
          console.error(`job ${id} could not start`, thrown);
        },
      );
    }
  }

  /** What could not be settled now is tried again by the next. */
  async #patrolOnce(): Promise<void> {
    await this.#options
      .recover((id) => this.#taken.has(id) || this.#running.has(id))
      .catch((thrown) => console.error('the job queue could not be recovered', thrown));
    this.pump();
  }
}
