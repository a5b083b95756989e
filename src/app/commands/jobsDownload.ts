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
  summary:
    'The file a job made (batch predictions, explanations), read from the disk only when it is used. Of one that made several (the failed rows of a batch) the first, or that of the `name`.',
  input: z.strictObject({ id, name: z.string().optional() }),
  output: z.object({ fileName: z.string(), file: fileSchema }),
  async run({ storage, jobs }, input) {
    const job = await jobs.get(input.id);
    const first = job.files?.find(({ name }) => name === (input.name ?? name));
    if (!first || job.status !== 'completed')
      throw new TetradError({
        code: 'notFound',
        message: `"${job.title}" has no file${input.name === undefined ? '' : ` “${input.name}”`} to download.`,
        hint:
          job.status === 'completed' ? 'It made none, or none of this name.' : 'Wait until it has completed.',
        place: job.title,
      });
    return { fileName: first.name, file: await openStoredFile(storage.blobs, first) };
  },
});
