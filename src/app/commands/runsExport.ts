import { z } from 'zod';
import { fileSchema } from '#/core/protocol/fileSchema';
import { id } from '../commandSchemas';
import { listRuns } from '../listRuns';
import { exportMlruns } from '../mlflow/exportMlruns';
import { found } from '../queries';
import { defineCommand } from './commandDef';

export const runsExport = defineCommand({
  name: 'runs.export',
  effect: 'reads',
  title: 'Export runs for MLflow',
  summary:
    'A zip of an mlruns folder: unpacked, `mlflow ui` beside it shows the runs with params, tags and every logged value. `ids`, or those of a filter or experiment; all without. Parts come with their whole.',
  input: z.strictObject({
    ids: z.array(id).min(1).optional(),
    experimentId: id.optional(),
    filter: z.string().optional(),
  }),
  output: z.object({ fileName: z.string(), file: fileSchema, runs: z.int() }),
  async run({ storage }, { ids, ...of }) {
    const chosen = ids
      ? await Promise.all(ids.map(async (one) => found(await storage.runs.get(one), 'run', one)))
      : await listRuns(storage, of);
    const all = new Map(chosen.map((one) => [one.id, one]));
    for (const whole of chosen)
      for (const part of await storage.runs.list({ parentId: whole.id })) all.set(part.id, part);
    const file = await exportMlruns(storage, [...all.values()]);
    return { fileName: file.name, file, runs: all.size };
  },
});
