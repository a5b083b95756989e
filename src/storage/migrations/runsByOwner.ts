/**
 * Runs are listed by model, dataset, status or the run they are a part of in the order they began, without reading the others. The plain indexes
 * stay: a tab of the release before, which only reads now, asks them.
 */
import type { Migration } from './migration';

export const runsByOwner: Migration = {
  stores: {
    runs: 'id, startedAt, datasetId, modelId, [datasetId+startedAt], [modelId+startedAt], [status+startedAt], [parentId+startedAt]',
  },
};
