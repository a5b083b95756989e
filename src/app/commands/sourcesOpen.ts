import { z } from 'zod';
import { fileSchema } from '#/core/protocol/fileSchema';
import { id } from '../commandSchemas';
import { openFetched } from '../sources/openFetched';
import { defineCommand } from './commandDef';

export const sourcesOpen = defineCommand({
  name: 'sources.open',
  effect: 'reads',
  title: 'Open what was fetched',
  summary:
    'The files of a completed `sources.fetch`, as if they had been dropped; they know where they are from.',
  input: z.strictObject({ jobId: id }),
  output: z.object({ files: z.array(fileSchema) }),
  run: async (services, { jobId }) => ({ files: await openFetched(services, jobId) }),
});
