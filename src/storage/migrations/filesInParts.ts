/** A file that a job made may be larger than memory, so it is stored in parts. */
import type { Migration, StoredRecord } from './migration';

export const filesInParts: Migration = {
  records: {
    jobs: (job) =>
      Array.isArray(job.files)
        ? { ...job, files: job.files.map(({ blob, ...file }: StoredRecord) => ({ ...file, parts: [blob] })) }
        : job,
  },
};
