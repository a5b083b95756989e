/**
 * Runs the jobs of the one queue, in the one tab that holds its lock: in queue order, as many trainings at a time as
 * is set, and one of those that run beside them.
 */
import type { JobKind } from '#/core/protocol/job';
import type { Storage } from '#/core/protocol/storage';
import { readStudioSettings } from '#/core/protocol/studioSettings';
import { type HeldLock, holdWhenFree } from '#/storage/locks';
import type { JobRecords } from './jobRecords';
import { inQueueOrder, isWaiting } from './queueOrder';
import type { RunningJobs } from './runningJobs';

/** How often the queue looks for jobs whose tab has died. */
const patrolEveryMs = 5_000;

export class QueueRunner {
  readonly #name: string;
  readonly #storage: Storage;
  readonly #records: JobRecords;
  readonly #running: RunningJobs;
  readonly #recover: (first: boolean) => Promise<void>;
  #lock?: HeldLock;
  /** Jobs this tab has taken, from before their record says so. */
  readonly #taken = new Map<string, JobKind>();
  #held = 0;
  #filling = false;
  #fillAgain = false;
  #patrol?: ReturnType<typeof setInterval>;
  readonly #closing = new AbortController();

  /** `recover`: settles what was running with nobody alive to run it. */
  constructor(
    name: string,
    storage: Storage,
    records: JobRecords,
    running: RunningJobs,
    recover: (first: boolean) => Promise<void>,
  ) {
    this.#name = name;
    this.#storage = storage;
    this.#records = records;
    this.#running = running;
    this.#recover = recover;
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
        await this.#recover(true);
        this.#patrol = setInterval(() => void this.#patrolOnce(), patrolEveryMs);
        this.pump();
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
      .catch((thrown) => console.error('the job queue could not go on', thrown))
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
    const waiting = inQueueOrder((await this.#records.ofQueue()).filter(isWaiting));
    for (const { id, kind } of waiting) {
      if (this.#closing.signal.aborted) return;
      const { beside } = this.#records.def(kind);
      const taken = [...this.#taken.values()].filter((other) => this.#records.def(other).beside === beside);
      if (this.#taken.has(id) || taken.length >= (beside ? 1 : trainingsAtOnce)) continue;
      this.#taken.set(id, kind);
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

  async #patrolOnce(): Promise<void> {
    await this.#recover(false);
    this.pump();
  }
}
