/** Jobs that need what was dropped in this tab: some of a kind at a time, each under a lock that dies with the tab. */
import type { Job, JobKind } from '#/core/protocol/job';
import type { NewJob, Storage } from '#/core/protocol/storage';
import { type HeldLock, holdWhenFree } from '#/storage/locks';
import type { Dropped } from './jobDef';
import type { RunningJobs } from './runningJobs';

/** Of one kind that may run at the same time. */
const atOnce = 2;

/** Held by the tab that runs the job. */
export const tabLockName = (name: string, jobId: string): string => `${name}-job-${jobId}`;

export class TabJobs {
  readonly #name: string;
  readonly #storage: Storage;
  readonly #running: RunningJobs;
  /** They wait their turn. */
  #waiting: { id: string; kind: JobKind; dropped?: Dropped; lock: HeldLock }[] = [];
  readonly #locks = new Set<HeldLock>();
  #kinds: JobKind[] = [];

  constructor(name: string, storage: Storage, running: RunningJobs) {
    this.#name = name;
    this.#storage = storage;
    this.#running = running;
  }

  async submit(job: NewJob, dropped?: Dropped): Promise<Job> {
    const id = job.id ?? crypto.randomUUID();
    const lock = await holdWhenFree(tabLockName(this.#name, id));
    this.#locks.add(lock);
    try {
      const created = await this.#storage.jobs.create({ ...job, id });
      this.#waiting.push({ id, kind: job.kind, dropped, lock });
      this.#pump();
      return created;
    } catch (thrown) {
      this.#letGo(lock);
      throw thrown;
    }
  }

  #pump(): void {
    const runs = (kind: JobKind) => this.#kinds.filter((running) => running === kind).length;
    const at = this.#waiting.findIndex(({ kind }) => runs(kind) < atOnce);
    const [next] = at < 0 ? [] : this.#waiting.splice(at, 1);
    if (!next) return;
    this.#kinds.push(next.kind);
    void this.#running
      .run(next.id, next.dropped)
      .catch((thrown) => console.error(`job ${next.id} could not start`, thrown))
      .finally(() => {
        this.#kinds.splice(this.#kinds.indexOf(next.kind), 1);
        this.#letGo(next.lock);
        this.#pump();
      });
    this.#pump();
  }

  #letGo(lock: HeldLock): void {
    this.#locks.delete(lock);
    lock.release();
  }

  close(): void {
    for (const lock of this.#locks) lock.release();
  }
}
