/**
 * Runs are listed by model, dataset or status in the order they began, without reading the others. The plain indexes
 * stay: a tab of the release before, which only reads now, asks them.
 */
import type { Migration } from './migration';

export const runsByOwner: Migration = {
  stores: {
    runs: 'id, startedAt, datasetId, modelId, [datasetId+startedAt], [modelId+startedAt], [status+startedAt]',
  },
};
