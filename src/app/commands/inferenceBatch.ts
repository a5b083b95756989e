import { z } from 'zod';
import { file, id } from '../commandSchemas';
import { defineCommand } from './commandDef';
import { found } from '../queries';

export const inferenceBatch = defineCommand({
  name: 'inference.batch',
  title: 'Predict a file',
  summary: 'Streams a CSV or JSON file of raw rows through a model, as a job; the answer is a CSV.',
  input: z.strictObject({
    modelId: id,
    version: z.int().min(1).optional(),
    alias: z.string().optional(),
    file,
  }),
  output: z.object({ jobId: id }),
  async run({ storage, jobs }, { modelId, version, alias, file: rows }) {
    const which = await storage.models.resolve(modelId, { number: version, alias });
    const model = found(await storage.models.get(modelId), 'model', modelId);
    const input = { modelVersionId: which.id, fileName: rows.name };
    const title = `Predict ${rows.name} with ${model.name} v${which.number}`;
    const job = await jobs.submit({ kind: 'batch', title, input, modelId }, { file: rows });
    return { jobId: job.id };
  },
});
