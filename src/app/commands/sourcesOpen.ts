import { z } from 'zod';
import { fileSchema } from '#/core/protocol/fileSchema';
import { id } from '../commandSchemas';
import { defineCommand } from './commandDef';

export const sourcesOpen = defineCommand({
  name: 'sources.open',
  effect: 'reads',
  title: 'Open what was fetched',
  summary:
    'The files of a completed `sources.fetch`, as if they had been dropped; they know where they are from.',
  input: z.strictObject({ jobId: id }),
  output: z.object({ files: z.array(fileSchema) }),
  async run(services, { jobId }) {
    const { openFetched } = await import('../sources/openFetched');
    return { files: await openFetched(services, jobId) };
  },
});
