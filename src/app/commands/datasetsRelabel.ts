import { z } from 'zod';
import { id } from '../commandSchemas';
import { defineCommand } from './commandDef';

export const datasetsRelabel = defineCommand({
  name: 'datasets.relabel',
  effect: 'writes',
  title: 'Change labels',
  summary:
    'A new version in which some rows have another value in one column, `null` for none, with the reason in words; everything else is shared.',
  input: z.strictObject({
    versionId: id,
    column: z.string(),
    rows: z.array(z.int().min(0)).min(1),
    value: z.string().max(1000).nullable(),
    reason: z.string().max(500).optional(),
  }),
  output: z.object({ versionId: id }),
  async run({ data }, { versionId, reason, ...cells }) {
    const version = await data.revise(versionId, { cells, reason });
    return { versionId: version.id };
  },
});
