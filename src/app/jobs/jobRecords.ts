/** Jobs as they are recorded: every tab reads and changes the same records. */
import { TetradError } from '#/core/protocol/errors';
import { isFinished, type Job, type JobKind } from '#/core/protocol/job';
import type { Storage } from '#/core/protocol/storage';
import type { JobDef } from './jobDef';

export class JobRecords {
  readonly #storage: Storage;
  readonly #defs: ReadonlyMap<JobKind, JobDef>;

  constructor(storage: Storage, defs: ReadonlyMap<JobKind, JobDef>) {
    this.#storage = storage;
    this.#defs = defs;
  }

  def(kind: JobKind): JobDef {
    const def = this.#defs.get(kind);
    if (!def) throw new TetradError({ code: 'unsupported', message: `There are no jobs of kind ${kind}.` });
    return def;
  }

  async get(id: string): Promise<Job> {
    const job = await this.#storage.jobs.get(id);
    if (!job) throw new TetradError({ code: 'notFound', message: 'There is no such job.', place: id });
    return job;
  }

  /** Those of the one queue, whatever their status. */
  async ofQueue(): Promise<Job[]> {
    return (await this.#storage.jobs.list()).filter(({ kind }) => this.def(kind).where === 'queue');
  }

  /** It can do no more by itself. */
  isOver(job: Job): boolean {
    return isFinished(job.status) || (job.status === 'interrupted' && this.def(job.kind).where === 'tab');
  }

  /** Writes only while the status is one of `from`; answers what the record then says. */
  change(id: string, from: Job['status'][], change: Partial<Omit<Job, 'id' | 'kind' | 'createdAt'>>) {
    return this.#storage.jobs.update(id, (job) => (from.includes(job.status) ? change : undefined));
  }
}
