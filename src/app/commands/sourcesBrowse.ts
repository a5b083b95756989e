import { z } from 'zod';
import { sourceFields } from '../sources/sourceSchemas';
import { defineCommand } from './commandDef';

export const sourcesBrowse = defineCommand({
  name: 'sources.browse',
  effect: 'writes',
  title: 'List the files of a source',
  summary:
    'Asks an allowed host for the files of a dataset, a bucket or a container: those of `folder`, or of the whole address; `next` of an answer asks for those that follow.',
  input: z.strictObject({
    ...sourceFields,
    folder: z.string().max(2000).optional(),
    next: z.string().max(10_000).optional(),
  }),
  output: z.object({
    files: z.array(
      z.object({ path: z.string(), bytes: z.number().optional(), sha256: z.string().optional() }),
    ),
    folders: z.array(z.string()),
    next: z.string().optional(),
  }),
  async run(services, input) {
    const { browseSource } = await import('../sources/browseSource');
    return await browseSource(services, input);
  },
});
