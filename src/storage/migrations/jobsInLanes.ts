/** A job says in which lane it runs; a child is found, and held to be the only one, by its parent and its key. */
import type { Migration } from './migration';

const lanes = new Map<unknown, string>([
  ['train', 'train'],
  ['batchFields', 'beside'],
]);

export const jobsInLanes: Migration = {
  stores: { jobs: 'id, createdAt, status, &[parentId+key]' },
  records: {
    jobs: (job) => ({ ...job, lane: lanes.get(job.kind) ?? 'tab' }),
  },
};
