import { z } from 'zod';
import { id } from '../commandSchemas';
import { found } from '../queries';
import { defineCommand } from './commandDef';

const change = z.object({ name: z.string(), from: z.string(), to: z.string() });
const cell = z.string().nullable();

export const datasetsDiff = defineCommand({
  name: 'datasets.diff',
  effect: 'reads',
  title: 'Compare two versions',
  summary:
    'What is different between two versions: columns added, removed, renamed and retyped; rows added, removed and changed, matched by `key`, else by a column that names them, else by place or content; what the kind keeps beside them; and the runs that learnt from either.',
  input: z.strictObject({ from: id, to: id, key: z.string().optional() }),
  output: z.object({
    columns: z.object({
      added: z.array(z.string()),
      removed: z.array(z.string()),
      renamed: z.array(z.object({ from: z.string(), to: z.string() })),
      retyped: z.array(change),
      roles: z.array(change),
    }),
    data: z.array(z.object({ path: z.string(), was: cell, is: cell })),
    rows: z.object({
      by: z.enum(['key', 'place', 'content']),
      key: z.string().optional(),
      before: z.int(),
      after: z.int(),
      added: z.int(),
      removed: z.int(),
      changed: z.int(),
    }),
    changes: z.array(z.object({ before: z.int(), after: z.int(), column: z.string(), was: cell, is: cell })),
    runs: z.object({
      from: z.array(z.object({ id, name: z.string() })),
      to: z.array(z.object({ id, name: z.string() })),
    }),
  }),
  async run({ storage, data }, { from, to, key }) {
    const before = found(await storage.datasets.version(from), 'dataset version', from);
    const after = found(await storage.datasets.version(to), 'dataset version', to);
    const runs = await storage.runs.list();
    const of = (versionId: string) =>
      runs
        .filter((run) => run.datasetVersionId === versionId)
        .map(({ id: runId, name }) => ({ id: runId, name }));
    return { ...(await data.diff(before.id, after.id, key)), runs: { from: of(from), to: of(to) } };
  },
});
