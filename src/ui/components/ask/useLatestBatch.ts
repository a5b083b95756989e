import { liveJobs } from '#/app/stores/live';
import type { Job } from '#/core/protocol/job';
import { useLive } from '#/ui/useLive';

/** The last batch that was asked of a model version, whatever came of it: of a file of rows, or of a dataset. */
export function useLatestBatch(modelVersionId: string, of: 'file' | 'dataset'): Job | undefined {
  const wanted = of === 'file' ? 'batch' : 'batchFields';
  return useLive(liveJobs())?.find(
    ({ kind, input }) =>
      kind === wanted && (input as { modelVersionId?: string }).modelVersionId === modelVersionId,
  );
}
