/** The children of one parent while it runs: submitted by key, awaited, their progress its progress. */
import { TetradError } from '#/core/protocol/errors';
import { isFinished, type Job } from '#/core/protocol/job';
import type { NewChildJob, Storage } from '#/core/protocol/storage';
import type { JobProgress, JobRequest, StopReason } from './jobDef';
import { isOver } from './jobRecords';
import { whenJob } from './whenJob';

/** What of the queue a parent's run needs. */
export interface Family {
  storage: Storage;
  submit(job: Omit<NewChildJob, 'lane'>): Promise<Job>;
  /** Cancels or pauses those of its children that have not ended. */
  stop(parentId: string, reason: StopReason): Promise<void>;
}

/** A rate from less than this says nothing. */
const leastShare = 0.02;
const leastMs = 2_000;
const lookedAtEveryMs = 500;
const allReadEvery = 10;

export class ChildJobs {
  readonly #parent: Job;
  readonly #family: Family;
  readonly #signal: AbortSignal;
  readonly #report: (progress: JobProgress) => void;
  readonly #begunAt = performance.now();
  #begunWith?: number;
  #expected = 0;
  readonly #known = new Map<string, Job>();
  #unfollow?: () => void;

  constructor(parent: Job, family: Family, signal: AbortSignal, report: (progress: JobProgress) => void) {
    this.#parent = parent;
    this.#family = family;
    this.#signal = signal;
    this.#report = report;
  }

  async submit(key: string, job: JobRequest): Promise<Job> {
    if (this.#parent.lane !== 'parent')
      throw new TetradError({
        code: 'internal',
        message: 'Only a job in the lane of parents can have children.',
        place: this.#parent.title,
      });
    this.#signal.throwIfAborted();
    this.#follow();
    const child = await this.#family.submit({ ...job, parentId: this.#parent.id, key });
    this.#known.set(child.id, child);
    return child;
  }

  ended(child: Job): Promise<Job> {
    return whenJob(this.#family.storage, child.id, isOver, this.#signal);
  }

  expect(total: number): void {
    this.#expected = total;
  }

  /** No more of them are followed; what has not ended is stopped. */
  async close(reason: StopReason): Promise<void> {
    this.#unfollow?.();
    if (this.#parent.lane === 'parent') await this.#family.stop(this.#parent.id, reason);
  }

  /**
   * Now and then, not at every change: a search has thousands, and reading them all would cost more than they do. Those
   * that have ended are read again only every tenth time: somebody may have resumed them.
   */
  #follow(): void {
    if (this.#unfollow) return;
    const { storage } = this.#family;
    let reading = false;
    let looks = 0;
    const look = async () => {
      if (reading) return;
      reading = true;
      try {
        const known = [...this.#known.values()];
        const read =
          looks++ % allReadEvery === 0
            ? await storage.jobs.children(this.#parent.id)
            : await Promise.all(
                known.filter(({ status }) => !isFinished(status)).map(({ id }) => storage.jobs.get(id)),
              );
        for (const child of read) if (child) this.#known.set(child.id, child);
        if (this.#known.size > 0) this.#report(this.#progressOf([...this.#known.values()]));
      } catch {
        // Progress is a courtesy: failing to read it fails nothing.
      } finally {
        reading = false;
      }
    };
    const timer = setInterval(() => void look(), lookedAtEveryMs);
    this.#unfollow = () => clearInterval(timer);
  }

  #progressOf(children: readonly Job[]): JobProgress {
    const total = Math.max(this.#expected, children.length);
    const done = children.filter(({ status }) => isFinished(status)).length;
    const share =
      children.reduce((sum, { status, progress }) => sum + (isFinished(status) ? 1 : progress), 0) / total;
    this.#begunWith ??= share;
    const [gained, elapsedMs] = [share - this.#begunWith, performance.now() - this.#begunAt];
    return {
      progress: Math.min(share, 0.99),
      message: `${done} of ${total} done`,
      secondsLeft:
        gained > leastShare && elapsedMs > leastMs ? ((elapsedMs / gained) * (1 - share)) / 1000 : undefined,
    };
  }
}
