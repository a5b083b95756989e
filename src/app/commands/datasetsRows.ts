import { z } from 'zod';
import { id } from '../commandSchemas';
import { defineCommand } from './commandDef';

export const datasetsRows = defineCommand({
  name: 'datasets.rows',
  effect: 'reads',
  title: 'Read rows',
  summary: 'A window of rows as text, for a table.',
  unlogged: true,
  input: z.strictObject({ versionId: id, start: z.int().min(0), count: z.int().min(0).max(10_000) }),
  output: z.object({ start: z.int(), rows: z.array(z.array(z.string().nullable())) }),
  run: ({ data }, { versionId, start, count }) => data.rows(versionId, start, count),
});
