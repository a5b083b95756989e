/** Tabs of a studio for tests: one storage, one set of locks, and jobs a test can look into and end. */
import { z } from 'zod';
import type { Job, JobLane } from '#/core/protocol/job';
import type { Storage } from '#/core/protocol/storage';
import { Registry } from '#/core/registry/registry';
import { openStorage } from '#/storage/openStorage';
import type { AppServices } from '../services';
import { defineJob, type JobContext, type JobDef } from './jobDef';
import { JobQueue, type QueueOptions } from './queue';

/** A job a test can look into and end. */
export interface Running {
  context: JobContext;
  finish(result?: unknown): void;
  fail(thrown: unknown): void;
}

export interface Tab {
  queue: JobQueue;
  /** In the order they started. */
  running: Running[];
  ended: Job[];
  /** The job of that title, the last time it started here. */
  started(title: string): Promise<Running>;
}

export interface TestQueue {
  storage: Storage;
  tabs: Tab[];
  discarded: string[];
  open(options?: Pick<QueueOptions, 'patrolEveryMs'>): Tab;
  status(id: string): Promise<Job['status'] | undefined>;
  close(): void;
}

export async function openTestQueue(): Promise<TestQueue> {
  const name = `queue-${crypto.randomUUID()}`;
  const storage = await openStorage({ name });
  const discarded: string[] = [];
  const tabs: Tab[] = [];

  const fakeDef = (type: string, lane: JobLane, running: Running[]): JobDef =>
    defineJob({
      type,
      word: type,
      lane,
      pausable: lane !== 'tab',
      input: z.object({ label: z.string() }),
      lostHint: 'Drop the file again.',
      run: (context) =>
        new Promise((resolve, reject) => {
          running.push({ context, finish: resolve, fail: reject });
          context.signal.addEventListener('abort', () => reject(new Error('stopped')));
        }),
      discard: async (_services, job, _input, why) => {
        discarded.push(`${job.title} ${why}`);
      },
    });

  return {
    storage,
    tabs,
    discarded,
    /** A tab of the studio: same storage, same locks, a queue and workers of its own. */
    open(options) {
      const running: Running[] = [];
      const services = { storage } as AppServices;
      const defs = new Registry('kind of job', [
        fakeDef('train', 'train', running),
        fakeDef('batchFields', 'beside', running),
        fakeDef('import', 'tab', running),
        fakeDef('folds', 'parent', running),
      ]);
      const ended: Job[] = [];
      const queue = new JobQueue({ services, defs, name, onEnd: (job) => ended.push(job), ...options });
      queue.start();
      const started = async (title: string): Promise<Running> => {
        const last = () => running.findLast(({ context }) => context.job.title === title);
        while (!last()) await new Promise((resolve) => setTimeout(resolve, 5));
        return last() as Running;
      };
      const tab = { queue, running, ended, started };
      tabs.push(tab);
      return tab;
    },
    status: async (id) => (await storage.jobs.get(id))?.status,
    close() {
      for (const { queue } of tabs) queue.close();
      storage.close();
    },
  };
}

export const asked = (kind: 'train' | 'batchFields' | 'import' | 'folds', title: string) => ({
  kind,
  title,
  input: { label: title },
});
