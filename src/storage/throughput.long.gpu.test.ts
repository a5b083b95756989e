/** 128 MB through every place blobs can live, and how fast that was here: printed, never judged. */
import { afterEach, expect, it } from 'vitest';
import { killProbes, probe } from './fixtures/probe';
import { measure, type Throughput } from './fixtures/probeTasks';

const megabyte = 2 ** 20;
const size = { chunkBytes: 4 * megabyte, chunks: 32 };
afterEach(killProbes);

it('stores and reads 128 MB in every place, and prints how fast', async () => {
  const named = (blobs: 'opfs' | 'dexie') => ({ name: crypto.randomUUID(), blobs });
  const inWorker = async (blobs: 'opfs' | 'dexie') =>
    (await probe(named(blobs), { kind: 'measure', ...size }).result) as Throughput;
  const rows = {
    'opfs, worker': await inWorker('opfs'),
    'opfs, page': await measure(named('opfs'), size.chunkBytes, size.chunks),
    'dexie, worker': await inWorker('dexie'),
  };
  console.log(
    Object.entries(rows)
      .map(
        ([place, { putMBs, putAgainMBs, firstGetMBs, getMBs }]) =>
          `${place}: put ${putMBs} MB/s, put again ${putAgainMBs}, first get ${firstGetMBs}, get ${getMBs}`,
      )
      .join('\n'),
  );
  for (const { putMBs, getMBs } of Object.values(rows)) {
    expect(putMBs).toBeGreaterThan(0);
    expect(getMBs).toBeGreaterThan(0);
  }
});
