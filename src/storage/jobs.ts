/** Jobs are strict; the progress of a running one goes to the relaxed database and is merged on read. */
import Dexie from 'dexie';
import { TetradError } from '#/core/protocol/errors';
import { isFinished, type Job, jobStatuses } from '#/core/protocol/job';
import type { JobRepository, NewJob } from '#/core/protocol/storage';
import { applyChange } from './applyChange';
import type { ProgressRow } from './schema';
import { commitNaming, type StorageContext } from './storageContext';
import { notFound } from './storageErrors';

const progressKeys = new Set(['progress', 'message', 'secondsLeft']);

const unfinished = jobStatuses.filter((status) => !isFinished(status));

const newestFirst = (jobs: Job[]): Job[] => jobs.sort((a, b) => b.createdAt - a.createdAt);

const withProgress = (job: Job, row: ProgressRow | undefined): Job =>
  row && job.status === 'running' ? { ...job, ...row } : job;

export function jobRepository(context: StorageContext): JobRepository {
  const { strict, relaxed } = context;
  const { jobs } = strict;
  const { progress } = relaxed;
  /** Two jobs asked for within a millisecond keep their order. */
  let lastCreatedAt = 0;

  const get = async (id: string): Promise<Job | undefined> => {
    const job = await jobs.get(id);
    return job && withProgress(job, await progress.get(id));
  };

  const withItsProgress = async (stored: Job[]): Promise<Job[]> => {
    const rows = await progress.bulkGet(stored.map(({ id }) => id));
    return stored.map((job, at) => withProgress(job, rows[at]));
  };

  const fresh = (given: NewJob): Job => {
    lastCreatedAt = Math.max(Date.now(), lastCreatedAt + 1);
    return {
      id: crypto.randomUUID(),
      status: 'queued',
      progress: 0,
      message: '',
      createdAt: lastCreatedAt,
      ...given,
    };
  };

  return {
    async create(given) {
      const job = fresh(given);
      await jobs.add(job);
      return job;
    },

    async child(given) {
      const { parentId, key } = given;
      const { job, made } = await strict.transaction('rw', jobs, async () => {
        const there = await jobs.where('[parentId+key]').equals([parentId, key]).first();
        if (there) return { job: there, made: false };
        const parent = await jobs.get(parentId);
        if (!parent) throw notFound('job', parentId);
        if (isFinished(parent.status))
          throw new TetradError({
            code: 'conflict',
            message: `A job that is ${parent.status} takes no more children.`,
            place: parent.title,
          });
        const job = fresh(given);
        await jobs.add(job);
        return { job, made: true };
      });
      return { job: made ? job : withProgress(job, await progress.get(job.id)), made };
    },

    get,

    unfinished: async () =>
      newestFirst(await withItsProgress(await jobs.where('status').anyOf(unfinished).toArray())),

    async children(parentId) {
      const among = jobs.where('[parentId+key]').between([parentId, Dexie.minKey], [parentId, Dexie.maxKey]);
      return newestFirst(await withItsProgress(await among.toArray())).reverse();
    },

    async list() {
      const [all, rows] = await Promise.all([
        jobs.orderBy('createdAt').reverse().toArray(),
        progress.toArray(),
      ]);
      const byId = new Map(rows.map((row) => [row.id, row]));
      return all.map((job) => withProgress(job, byId.get(job.id)));
    },

    async update(id, change) {
      if (typeof change === 'object' && Object.keys(change).every((key) => progressKeys.has(key))) {
        const current = await get(id);
        if (!current) throw notFound('job', id);
        if (current.status === 'running') {
          const next = { ...current, ...change };
          await progress.put({
            id,
            progress: next.progress,
            message: next.message,
            secondsLeft: next.secondsLeft,
          });
          return next;
        }
      }
      const row = await progress.get(id);
      const files = typeof change === 'object' ? (change.files ?? []) : [];
      const next = await commitNaming(
        context,
        files.flatMap((file) => file.parts),
        `job ${id}`,
        () =>
          strict.transaction('rw', jobs, async () => {
            const stored = await jobs.get(id);
            if (!stored) throw notFound('job', id);
            const current = withProgress(stored, row);
            const changed = applyChange(current, change, ['id', 'kind', 'createdAt']);
            if (changed !== current) await jobs.put(changed);
            return changed;
          }),
      );
      if (row && next.status !== 'running') await progress.delete(id);
      return next;
    },

    async delete(id) {
      await jobs.delete(id);
      await progress.delete(id);
    },

    async interruptRunning() {
      const rows = new Map((await progress.toArray()).map((row) => [row.id, row]));
      return await strict.transaction('rw', jobs, async () => {
        const running = await jobs.where('status').equals('running').toArray();
        const interrupted = running.map((job): Job => {
          const { secondsLeft: _, ...last } = withProgress(job, rows.get(job.id));
          return { ...last, status: 'interrupted' };
        });
        await jobs.bulkPut(interrupted);
        return interrupted;
      });
    },
  };
}
