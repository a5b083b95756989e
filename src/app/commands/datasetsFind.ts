import { z } from 'zod';
import { id } from '../commandSchemas';
import { defineCommand } from './commandDef';

export const datasetsFind = defineCommand({
  name: 'datasets.find',
  effect: 'reads',
  title: 'Find rows',
  summary: 'Numbers of the rows with this text in a column, `null` for those with none.',
  unlogged: true,
  input: z.strictObject({ versionId: id, column: z.string(), value: z.string().nullable() }),
  output: z.object({ rows: z.array(z.int()) }),
  run: async ({ data }, { versionId, column, value }) => ({
    rows: await data.find(versionId, column, value),
  }),
});
