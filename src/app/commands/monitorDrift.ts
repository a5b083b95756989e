import { z } from 'zod';
import { corrections } from '#/core/drift/adjust';
import { driftMethods } from '#/core/drift/driftReport';
import { id } from '../commandSchemas';
import type { DriftInput } from '../jobs/driftJob';
import { found } from '../queries';
import { defineCommand } from './commandDef';

export const monitorDrift = defineCommand({
  name: 'monitor.drift',
  effect: 'writes',
  title: 'Compare rows with those a model learnt from',
  summary:
    'As a job: whether the columns of a dataset, the target and the answers of the model are as they were in the rows that a version learnt from (or, of its own dataset, in those held back). Each column gets a verdict, the test behind it and a sentence; with `windows` also over time, by `timeColumn` or in the order of the rows. The file of the job (JSON) has it all, the two distributions and some rows too.',
  input: z.strictObject({
    modelId: id,
    version: z.int().min(1).optional(),
    alias: z.string().optional(),
    datasetId: id,
    method: z.enum(driftMethods).default('auto'),
    alpha: z.number().gt(0).lt(0.5).default(0.01),
    correction: z.enum(corrections).default('holm'),
    windows: z.int().min(1).max(24).default(1),
    timeColumn: z.string().optional(),
  }),
  output: z.object({ jobId: id }),
  async run({ storage, jobs }, { modelId, version, alias, datasetId, ...rules }) {
    const which = await storage.models.resolve(modelId, { number: version, alias });
    const model = found(await storage.models.get(modelId), 'model', modelId);
    const dataset = found(await storage.datasets.get(datasetId), 'dataset', datasetId);
    const rows = found(
      dataset.latestVersionId ? await storage.datasets.version(dataset.latestVersionId) : undefined,
      'dataset version',
      datasetId,
    );
    const input: DriftInput = { modelVersionId: which.id, datasetVersionId: rows.id, ...rules };
    const title = `Compare ${dataset.name} with what ${model.name} v${which.number} learnt from`;
    const job = await jobs.submit({ kind: 'drift', title, input, modelId, datasetId });
    return { jobId: job.id };
  },
});
