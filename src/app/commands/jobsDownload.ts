import { z } from 'zod';
import { TetradError } from '#/core/protocol/errors';
import { fileSchema } from '#/core/protocol/fileSchema';
import { id } from '../commandSchemas';
import { openStoredFile } from '../jobs/storeFile';
import { defineCommand } from './commandDef';

export const jobsDownload = defineCommand({
  name: 'jobs.download',
  effect: 'reads',
  title: 'Download a result',
  summary: 'The file a job made (batch predictions, explanations), read from the disk only when it is used.',
  input: z.strictObject({ id }),
  output: z.object({ fileName: z.string(), file: fileSchema }),
  async run({ storage, jobs }, input) {
    const job = await jobs.get(input.id);
    const [first] = job.files ?? [];
    if (!first || job.status !== 'completed')
      throw new TetradError({
        code: 'notFound',
        message: `"${job.title}" has no file to download.`,
        hint: job.status === 'completed' ? 'This kind of job makes no file.' : 'Wait until it has completed.',
        place: job.title,
      });
    return { fileName: first.name, file: await openStoredFile(storage.blobs, first) };
  },
});
