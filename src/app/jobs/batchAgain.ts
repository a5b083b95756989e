/**
 * Failed rows of a batch, asked again. The file of the batch is written anew with what was answered before and now, and
 * its record changes at once: until then, and where this is cancelled or fails, all is as it was.
 */
import { found } from '../queries';
import type { BatchAgainInput, BatchAgainResult } from './batchAgainJob';
import { againRows } from './againRows';
import { againSamples } from './againSamples';
import type { JobContext } from './jobDef';
import { requireFailed } from './requireFailed';

export async function batchAgain(context: JobContext, input: BatchAgainInput): Promise<BatchAgainResult> {
  const batch = found(await context.services.storage.jobs.get(input.batchId), 'batch', input.batchId);
  requireFailed(batch);
  const again = batch.kind === 'batch' ? againRows : againSamples;
  return { batchId: batch.id, ...(await again(context, batch, input.wrongCells)) };
}
