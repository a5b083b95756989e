import { z } from 'zod';
import { id } from '../commandSchemas';
import { sourceFields } from '../sources/sourceSchemas';
import { defineCommand } from './commandDef';

export const sourcesFetch = defineCommand({
  name: 'sources.fetch',
  effect: 'writes',
  title: 'Fetch from an address',
  summary:
    'Fetches files from an allowed host, as a job that can be paused and goes on after a broken connection; `sources.open` hands them over, `sources.import` imports them. The same file is not fetched twice. A source that is no single file takes `files` as `sources.browse` lists them.',
  input: z.strictObject({
    ...sourceFields,
    files: z
      .array(
        z.strictObject({
          path: z.string().min(1).max(2000),
          bytes: z.number().optional(),
          sha256: z.string().optional(),
        }),
      )
      .max(2000)
      .optional(),
  }),
  output: z.object({ jobId: id }),
  async run(services, input) {
    const { submitFetch } = await import('../sources/submitFetch');
    return await submitFetch(services, input);
  },
});
