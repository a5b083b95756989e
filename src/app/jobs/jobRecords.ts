/** Jobs as they are recorded: every tab reads and changes the same records. */
import { TetradError } from '#/core/protocol/errors';
import { isFinished, type Job } from '#/core/protocol/job';
import type { NewChildJob, NewJob, Storage } from '#/core/protocol/storage';
import type { Registry } from '#/core/registry/registry';
import type { JobDef } from './jobDef';

export class JobRecords {
  readonly #storage: Storage;
  readonly #defs: Registry<JobDef>;

  constructor(storage: Storage, defs: Registry<JobDef>) {
    this.#storage = storage;
    this.#defs = defs;
  }

  def(kind: string): JobDef {
    const def = this.#defs.find(kind);
    if (!def) throw new TetradError({ code: 'unsupported', message: `There are no jobs of kind ${kind}.` });
    return def;
  }

  async get(id: string): Promise<Job> {
    const job = await this.#storage.jobs.get(id);
    if (!job) throw new TetradError({ code: 'notFound', message: 'There is no such job.', place: id });
    return job;
  }

  /** Recorded anew, unless it is a child that is there already. */
  async add(job: NewJob): Promise<{ job: Job; made: boolean }> {
    if (isChild(job)) return await this.#storage.jobs.child(job);
    return { job: await this.#storage.jobs.create(job), made: true };
  }

  /** Those of the one queue that are not at their end. */
  async ofQueue(): Promise<Job[]> {
    return (await this.#storage.jobs.unfinished()).filter(({ lane }) => lane !== 'tab');
  }

  children(id: string): Promise<Job[]> {
    return this.#storage.jobs.children(id);
  }

  /** Writes only while the status is one of `from`; answers what the record then says. */
  change(id: string, from: Job['status'][], change: Partial<Omit<Job, 'id' | 'kind' | 'createdAt'>>) {
    return this.#storage.jobs.update(id, (job) => (from.includes(job.status) ? change : undefined));
  }
}

const isChild = (job: NewJob): job is NewChildJob => job.parentId !== undefined && job.key !== undefined;

/** It can do no more by itself. */
export const isOver = (job: Job): boolean =>
  isFinished(job.status) || (job.status === 'interrupted' && job.lane === 'tab');
