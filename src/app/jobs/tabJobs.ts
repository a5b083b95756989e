/** Jobs that need what was dropped in this tab: some of a kind at a time, each under a lock that dies with the tab. */
import type { Job } from '#/core/protocol/job';
import type { NewJob } from '#/core/protocol/storage';
import { type HeldLock, holdWhenFree } from '#/storage/locks';
import type { Dropped } from './jobDef';
import type { JobRecords } from './jobRecords';
import type { RunningJobs } from './runningJobs';

/** Of one kind that may run at the same time. */
const atOnce = 2;

/** Held by the tab that runs the job. */
export const tabLockName = (name: string, jobId: string): string => `${name}-job-${jobId}`;

export class TabJobs {
  readonly #name: string;
  readonly #records: JobRecords;
  readonly #running: RunningJobs;
  /** They wait their turn. */
  #waiting: { id: string; kind: string; dropped?: Dropped; lock: HeldLock }[] = [];
  readonly #locks = new Set<HeldLock>();
  #kinds: string[] = [];

  constructor(name: string, records: JobRecords, running: RunningJobs) {
    this.#name = name;
    this.#records = records;
    this.#running = running;
  }

  async submit(job: NewJob, dropped?: Dropped): Promise<Job> {
    const id = job.id ?? crypto.randomUUID();
    const lock = await holdWhenFree(tabLockName(this.#name, id));
    this.#locks.add(lock);
    try {
      const added = await this.#records.add({ ...job, id });
      if (added.made) {
        this.#waiting.push({ id, kind: job.kind, dropped, lock });
        this.#pump();
      } else this.#letGo(lock);
      return added.job;
    } catch (thrown) {
      this.#letGo(lock);
      throw thrown;
    }
  }

  #pump(): void {
    const runs = (kind: string) => this.#kinds.filter((running) => running === kind).length;
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
