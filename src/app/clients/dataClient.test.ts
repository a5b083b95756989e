import { expect, it, vi } from 'vitest';
import type { DataApi, ImportRequest } from '#/core/protocol/dataApi';
import { createDataClient } from './dataClient';
import { inMemoryWorker } from './workerForTest';

it('what was imported is read where it begins, in the worker that shows it', async () => {
  const rows = vi.fn(async () => ({}));
  const service = { import: async () => ({ id: 'made' }), rows } as unknown as DataApi;
  const client = createDataClient(() => inMemoryWorker(service));
  await client.import({ jobId: 'a' } as ImportRequest, () => undefined).done;
  await vi.waitFor(() => expect(rows).toHaveBeenCalledWith('made', 0, 1));
});
