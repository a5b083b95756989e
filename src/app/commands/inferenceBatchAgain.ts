import { z } from 'zod';
import { isFinished } from '#/core/protocol/job';
import { TetradError } from '#/core/protocol/errors';
import { fileSchema } from '#/core/protocol/fileSchema';
import { id } from '../commandSchemas';
import type { BatchAgainInput } from '../jobs/batchAgainJob';
import { wrongCells } from '../jobs/batchFieldsJob';
import { requireFailed } from '../jobs/requireFailed';
import { found } from '../queries';
import { defineCommand } from './commandDef';

export const inferenceBatchAgain = defineCommand({
  name: 'inference.batchAgain',
  effect: 'writes',
  title: 'Run the failed rows again',
  summary:
    'As a job: the rows that a batch could not answer (`jobId`) are asked again, and its file is completed with what they answer; the other answers stay. `corrected`: the file of failed rows (`jobs.download` with its name) with other cells. `wrongCells` as in inference.batch: as it was there unless told.',
  input: z.strictObject({
    jobId: id,
    corrected: fileSchema.optional(),
    wrongCells: z.enum(wrongCells).optional(),
  }),
  output: z.object({ jobId: id }),
  async run(services, { jobId, corrected, wrongCells: wanted }) {
    const { storage, jobs } = services;
    const batch = found(await storage.jobs.get(jobId), 'batch', jobId);
    requireFailed(batch);
    const busy = (await storage.jobs.unfinished()).find(
      ({ kind, status, input }) =>
        kind === 'batchAgain' && !isFinished(status) && (input as BatchAgainInput).batchId === jobId,
    );
    if (busy)
      throw new TetradError({
        code: 'conflict',
        message: `The failed rows of "${batch.title}" are being asked again.`,
        place: 'jobId',
        hint: 'Wait until that has ended, or cancel it.',
      });
    if (corrected) await (await import('../jobs/correctFailed')).correctFailed(services, batch, corrected);
    const { failed } = batch.result as { failed: { count: number } };
    const job = await jobs.submit({
      kind: 'batchAgain',
      title: `${failed.count.toLocaleString('en')} failed of "${batch.title}", again`,
      input: { batchId: jobId, ...(wanted && { wrongCells: wanted }) },
      ...(batch.modelId && { modelId: batch.modelId }),
      ...(batch.datasetId && { datasetId: batch.datasetId }),
    });
    return { jobId: job.id };
  },
});
