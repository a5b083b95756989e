/** What permutation importance of an mlp takes through the whole road of an explanation: 50 columns of 100,000 rows, WASM in Node. */
import '@tensorflow/tfjs';
import 'fake-indexeddb/auto';
import { expect, it } from 'vitest';
import { run } from '#/app/run';
import { provideServices } from '#/app/services';
import { normals } from '#/core/random/random';
import { openNodeStudio } from '../../../test/support/nodeStudio';
import { openNodeWasm } from '../train/fixtures/nodeWasm';
import { explainVersion } from './explainVersion';

const [rows, width] = [100_000, 50];
const table = (count: number): File => {
  const columns = Array.from({ length: width }, (_, i) => normals(7, `c${i}`, 0, count));
  const lines = Array.from({ length: count }, (_, row) => {
    const [a = 0, b = 0, c = 0] = columns.map((column) => column[row] as number);
    return [...columns.map((column) => (column[row] as number).toFixed(3)), (a * b + c).toFixed(3)].join(',');
  });
  return new File([[[...columns.map((_, i) => `c${i}`), 'y'].join(','), ...lines].join('\n')], 'table.csv');
};

it('50 columns of 100,000 rows', { timeout: 900_000 }, async () => {
  const studio = await openNodeStudio(`permuted-${crypto.randomUUID()}`, { open: openNodeWasm });
  provideServices(studio.services);
  const imported = async (count: number) => {
    const { jobId, datasetId } = await run('datasets.import', { files: [table(count)] });
    expect((await run('jobs.wait', { id: jobId })).error).toBeUndefined();
    return datasetId;
  };
  const datasetId = await imported(2_000);
  const training = { epochs: 20, backend: 'wasm', seed: 1 } as const;
  const trained = await run('training.submit', { datasetId, target: 'y', family: 'mlp', training });
  expect((await run('jobs.wait', { id: trained.jobId })).status).toBe('completed');
  const [version] = (await run('models.get', { id: trained.modelId })).versions;
  const whole = await run('datasets.get', { id: await imported(rows) });
  const asked = (repeats: number) =>
    explainVersion(
      {
        modelVersionId: version?.id ?? '',
        method: 'permutation',
        params: { rows, repeats },
        datasetVersionId: whole.dataset.latestVersionId ?? '',
      },
      {
        storage: studio.services.storage,
        emit: () => undefined,
        stopped: () => false,
        breathe: () => Promise.resolve(),
        open: openNodeWasm,
      },
    );
  const { attribution, ms } = await asked(1);
  console.log(JSON.stringify({ seconds: ms / 1000, rows: 'rows' in attribution && attribution.rows }));
  expect('rows' in attribution && attribution.rows).toBe(rows);
  studio.close();
});
