import { z } from 'zod';
import { id } from '../commandSchemas';
import { defineCommand } from './commandDef';
import { datasetsImport } from './datasetsImport';

const { files: _, ...how } = datasetsImport.input.shape;

export const sourcesImport = defineCommand({
  name: 'sources.import',
  effect: 'writes',
  title: 'Import what was fetched',
  summary:
    'The files of a completed `sources.fetch` through `datasets.import`, which takes the other fields; the version says where they are from.',
  input: z.strictObject({ jobId: id, ...how }),
  output: datasetsImport.output,
  async run(services, { jobId, ...rest }) {
    const { openFetched } = await import('../sources/openFetched');
    return await datasetsImport.run(services, { files: await openFetched(services, jobId), ...rest });
  },
});
