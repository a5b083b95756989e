import { z } from 'zod';
import { TetradError } from '#/core/protocol/errors';
import { id } from '../commandSchemas';
import { found } from '../queries';
import { defineCommand } from './commandDef';

const ids = z.array(id).max(100_000);

export const workspaceExport = defineCommand({
  name: 'workspace.export',
  effect: 'writes',
  title: 'Export the workspace',
  summary:
    'Everything this studio holds as one file, as a job; `jobs.download` hands it over. Or what is chosen, with what it needs: `datasetIds` with all their versions, `modelIds` with their versions, runs and the data these learnt from, `runIds` with their models and data. With a `passphrase` it is sealed by AES-256-GCM; nobody can open it without.',
  input: z.strictObject({
    name: z.string().trim().min(1).max(100).optional(),
    datasetIds: ids.optional(),
    modelIds: ids.optional(),
    runIds: ids.optional(),
    passphrase: z.string().min(8).max(1000).optional(),
  }),
  output: z.object({ jobId: id }),
  async run({ storage, jobs }, { name, datasetIds = [], modelIds = [], runIds = [], passphrase }) {
    for (const one of datasetIds) found(await storage.datasets.get(one), 'dataset', one);
    for (const one of modelIds) found(await storage.models.get(one), 'model', one);
    for (const one of runIds) found(await storage.runs.get(one), 'run', one);
    const all = await storage.workspace.records();
    if (all.datasets.length + all.models.length + all.runs.length === 0)
      throw new TetradError({
        code: 'badInput',
        message: 'There is nothing to export yet.',
        hint: 'Import data or train a model first.',
      });
    const chosen = datasetIds.length + modelIds.length + runIds.length > 0;
    const fileName = (name ?? `workspace-${new Date().toISOString().slice(0, 10)}`).replace(
      /[\\/:*?"<>|]/g,
      '_',
    );
    const job = await jobs.submit(
      {
        kind: 'exportWorkspace',
        title: `Export ${fileName}`,
        input: {
          name: fileName,
          sealed: passphrase !== undefined,
          ...(chosen && { chosen: { datasetIds, modelIds, runIds } }),
        },
      },
      { file: new File([], fileName), passphrase },
    );
    return { jobId: job.id };
  },
});
