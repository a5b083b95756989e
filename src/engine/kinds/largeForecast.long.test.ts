/**
 * A forecast whose outputs on its training part alone take more than 4 GiB trains within the memory that is said before
 * it starts. The field is made as it is read, for no test machine keeps it. Half a second of one core a frame: an hour.
 */
import '@tensorflow/tfjs';
import 'fake-indexeddb/auto';
import v8 from 'node:v8';
import vm from 'node:vm';
import { expect, it } from 'vitest';
import { estimateMemory, type MemoryRequest } from '#/core/arch/estimateMemory';
import type { GridSchema } from '#/core/grid/gridSchema';
import type { BlobRef } from '#/core/protocol/dataset';
import type { Storage } from '#/core/protocol/storage';
import { formMemory } from '#/core/train/formMemory';
import { inputsOf } from '#/core/train/inputs';
import { openStorage } from '#/storage/openStorage';
import { storeGrid } from '../train/fixtures/gridDataset';
import { openNodeWasm } from '../train/fixtures/nodeWasm';
import { runOnGrid } from '../train/fixtures/runOnGrid';

const times = 5_400;
const side = 64;
const frame = side ** 3;
const perChunk = 8;
const allowedBytes = 2 ** 28;
const training = {
  family: 'cnn3dTime',
  familyParams: { filters: [1], spaceKernel: 1, normalization: 'none' },
  task: 'forecast',
  target: 'future',
  config: { epochs: 1, batchSize: 8, earlyStopping: false },
};
/** What the process takes beside what is held: code, garbage not yet collected, memory the system has not had back. */
const slackBytes = 768 * 2 ** 20;

/** A wave that wanders, by the number of its chunk. */
function chunkBytes(number: number): Uint8Array<ArrayBuffer> {
  const values = new Float32Array(perChunk * frame);
  for (let at = 0; at < perChunk; at++) {
    const phase = (number * perChunk + at) / 7;
    const row = Float32Array.from({ length: side }, (_, i) => Math.sin(i / 5 + phase));
    for (let from = at * frame; from < (at + 1) * frame; from += side) values.set(row, from);
  }
  return new Uint8Array(values.buffer);
}

it('trains within what is said before', { timeout: 3 * 3_600_000 }, async () => {
  const storage = await openStorage({ name: 'large-forecast', blobs: 'dexie' });
  const small = await storeGrid(storage, 'small', {
    field: new Float32Array(times),
    size: [1, times, 1, 1, 1],
    windowing: { length: 1, stride: 1, horizon: 1 },
  });
  const chunkOf = new Map<string, number>();
  const chunks = Array.from({ length: times / perChunk }, (_, number) => {
    const hash = `made-${number}`;
    chunkOf.set(hash, number);
    return { hash, bytes: perChunk * frame * 4, recording: 0, timeStart: number * perChunk, times: perChunk };
  });
  const grid = small.schema.data as GridSchema;
  const axes = { ...grid.axes, x: { size: side }, y: { size: side }, z: { size: side } };
  const version = { ...small, schema: { ...small.schema, data: { ...grid, axes, chunks } } };
  const reading: Storage = {
    ...storage,
    datasets: { ...storage.datasets, version: async () => version },
    blobs: {
      ...storage.blobs,
      get: async (ref: BlobRef) => {
        const number = chunkOf.get(ref.hash);
        return number === undefined ? await storage.blobs.get(ref) : chunkBytes(number);
      },
    },
  };

  v8.setFlagsFromString('--expose-gc');
  const collect = vm.runInNewContext('gc') as () => void;
  let [peak, held, looks] = [0, 0, 0];
  const look = () => {
    peak = Math.max(peak, process.memoryUsage().rss);
  };
  const lookHeld = () => {
    if (looks++ % 10 > 0) return;
    collect();
    const { heapUsed, external } = process.memoryUsage();
    held = Math.max(held, heapUsed + external);
  };
  // As the Train page says it.
  const form = formMemory({
    features: inputsOf(version, 'future'),
    rows: version.rows,
    schema: version.schema,
    task: { type: 'forecast', target: 'future' },
    family: training.family,
    familyParams: training.familyParams,
    training: training.config,
  }) as MemoryRequest;
  const saidBytes = estimateMemory({ ...form, dataValues: 0 }).bytes + allowedBytes;
  const { rss: before, heapUsed, external } = process.memoryUsage();
  const timer = setInterval(look, 20);
  const { metrics, version: made } = await runOnGrid(reading, version, await openNodeWasm(), training, {
    allowedBytes,
    breathe: async () => {
      look();
      lookHeld();
      await new Promise((resolve) => setTimeout(resolve, 0));
    },
  });
  clearInterval(timer);
  const grown = peak - before;
  const live = held - heapUsed - external;
  console.log(
    `said ${saidBytes / 2 ** 20} MiB, held ${live / 2 ** 20} MiB, the process grew by ${grown / 2 ** 20} MiB`,
  );
  const split = (await storage.runs.get(made.runId))?.split;
  expect((split?.train ?? 0) * frame * 4).toBeGreaterThan(2 ** 32);
  expect(Number.isFinite(metrics.valLoss)).toBe(true);
  expect(live).toBeGreaterThan(saidBytes / 4);
  expect(live).toBeLessThan(saidBytes);
  expect(grown).toBeLessThan(saidBytes + slackBytes);
  storage.close();
});
