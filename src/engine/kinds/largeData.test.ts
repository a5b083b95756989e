/** Data ten times larger than the memory allowed: read batch by batch, to the same numbers, and resumed to the bit. */
import '@tensorflow/tfjs';
import 'fake-indexeddb/auto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DatasetVersion } from '#/core/protocol/dataset';
import type { Storage } from '#/core/protocol/storage';
import { trainConfig } from '#/core/protocol/train';
import { normals } from '#/core/random/random';
import { batchOrder } from '#/core/train/batchOrder';
import { openStorage } from '#/storage/openStorage';
import { openCpu } from '../backends/cpu';
import type { TfBackend } from '../backends/tfBackend';
import { storeGrid } from '../train/fixtures/gridDataset';
import { runOnGrid } from '../train/fixtures/runOnGrid';
import { storeTable } from '../train/fixtures/storeTable';
import type { FrameSource } from './frameSource';
import type { Split } from './preparedData';
import { kindEngineOf } from './registry';

let storage: Storage;
let cpu: TfBackend;
beforeAll(async () => {
  storage = await openStorage({ name: 'large-data', blobs: 'dexie' });
  cpu = await openCpu();
});
afterAll(() => storage.close());

const recordings = 40;
const size: [number, number, number, number, number] = [recordings, 10, 4, 3, 2];
const frame = 4 * 3 * 2 * 2;

async function storedField(name: string): Promise<DatasetVersion> {
  const field = normals(1, 'field', 0, recordings * 10 * frame).map((x, i) =>
    i % 97 === 0 ? Number.NaN : 5 + 2 * x,
  );
  return await storeGrid(storage, name, {
    field,
    size,
    channels: ['u', 'v'],
    windowing: { length: 3, stride: 1, horizon: 1 },
  });
}

async function storedTable(name: string): Promise<DatasetVersion> {
  const rows = 3_000;
  const kinds = ['red', 'green', 'blue', null];
  const numeric = Array.from({ length: 6 }, (_, i) => ({
    field: { name: `x${i}`, type: 'numeric' as const, role: 'feature' as const },
    cells: Array.from(normals(i, 'x', 0, rows), (x, row) => ((row + i) % 50 === 0 ? null : x)),
  }));
  return await storeTable(
    storage,
    name,
    [
      ...numeric,
      {
        field: { name: 'kind', type: 'categorical', role: 'feature' },
        cells: Array.from({ length: rows }, (_, row) => kinds[(row * 7) % 4] ?? null),
      },
      {
        field: { name: 'y', type: 'numeric', role: 'target' },
        cells: Array.from(normals(9, 'y', 0, rows), (x, row) => x + (numeric[0]?.cells[row] ?? 0)),
      },
    ],
    75,
  );
}

const fields = { target: 'future', task: 'forecast', features: ['u', 'v'] };
const tables = {
  target: 'y',
  task: 'regression',
  features: [...Array.from({ length: 6 }, (_, i) => `x${i}`), 'kind'],
};

const sourceOf = ({ source }: Split): FrameSource => {
  if (!source) throw new Error('It is held.');
  return source;
};

describe.each([
  {
    what: 'a field',
    stored: storedField,
    wanted: fields,
    wholeBytes: recordings * 10 * frame * 4,
    run: { family: 'cnn4d', familyParams: { filters: [2] } },
  },
  {
    what: 'a table',
    stored: storedTable,
    wanted: tables,
    wholeBytes: 3_000 * 7 * 8 + 3_000 * 11 * 4,
    run: { family: 'mlp', familyParams: { hiddenLayers: [4], dropout: 0 } },
  },
])('$what ten times larger than allowed', ({ what, stored, wanted, wholeBytes, run }) => {
  const allowedBytes = Math.floor(wholeBytes / 10);

  it('is prepared to the same numbers within the memory', async () => {
    const version = await stored(`${what} prepared`);
    const request = { ...run, ...wanted, config: trainConfig.parse({ batchSize: 16 }) };
    const kind = kindEngineOf(version.schema);
    const held = await kind.prepare(version, request, storage.blobs, Number.POSITIVE_INFINITY);
    const read = await kind.prepare(version, request, storage.blobs, allowedBytes);
    const source = sourceOf(read.train);
    expect(read.warnings.join()).toMatch(/read batch by batch/);
    expect(read.judged.rows).toEqual(held.judged.rows);
    expect(read.judged.truth).toEqual(held.judged.truth);
    expect(read.sampleRows).toEqual(held.sampleRows);
    expect(read.train.present).toBe(held.train.present);
    expect([...read.train.target]).toEqual([...held.train.target]);
    for (const part of ['train', 'val'] as const) {
      const frames = read[part].frames ?? new Int32Array();
      const length = frames.length / read[part].rows;
      const values = await source.read(frames);
      const { width } = source;
      for (let at = 0; at < frames.length; at += 7) {
        const place = held[part].frames?.[at] ?? Math.floor(at / length);
        const expected = held[part].features.subarray(place * width, (place + 1) * width);
        for (const [i, value] of values.subarray(at * width, (at + 1) * width).entries())
          expect(value).toBeCloseTo(expected[i] as number, 4);
      }
    }
    // An epoch in the order of the blocks stays within what is allowed, and every row comes once.
    const { frames = new Int32Array(), rows } = read.train;
    const blocks = Int32Array.from({ length: rows }, (_, row) =>
      source.blockOf(frames[row * (frames.length / rows)] as number),
    );
    const order = batchOrder(1, 1, rows, 16, {
      sampling: 'shuffled',
      codes: [],
      blocks: { of: blocks, atHand: source.blocksAtHand },
    });
    expect(order.flatMap((batch) => [...batch]).toSorted((a, b) => a - b)).toEqual([...blocks.keys()]);
    expect(order[0]).not.toEqual(Uint32Array.from({ length: 16 }, (_, i) => i));
    expect(source.peakBytes()).toBeLessThanOrEqual(allowedBytes);
    expect(source.peakBytes()).toBeGreaterThan(0);
  });

  it('trains, and goes on after a pause as if never stopped', async () => {
    const version = await stored(`${what} trained`);
    const config = { epochs: 2, batchSize: 32, earlyStopping: false };
    const training = { ...run, ...wanted, config };
    const losses = (events: { kind: string; losses?: number[] }[]) =>
      events.flatMap((event) => event.losses ?? []);
    const whole = await runOnGrid(storage, version, cpu, training, { allowedBytes });

    let asked = 0;
    const { id: runId } = await storage.runs.create({
      jobId: 'job',
      name: 'paused',
      modelId: whole.version.modelId,
      datasetId: version.datasetId,
      datasetVersionId: version.id,
      config: trainConfig.parse({}),
      task: { type: wanted.task, target: wanted.target },
    });
    const first: { kind: string; losses?: number[] }[] = [];
    const paused = runOnGrid(
      storage,
      version,
      cpu,
      { ...training, runId },
      {
        allowedBytes,
        emit: (event) => first.push(event),
        stopped: () => (asked++ >= 6 ? 'pause' : undefined),
      },
    );
    await expect(paused).rejects.toThrow('Paused');
    const rest = await runOnGrid(storage, version, cpu, { ...training, runId }, { allowedBytes });
    expect([...losses(first), ...losses(rest.events)]).toEqual(losses(whole.events));
    expect(rest.metrics).toEqual(whole.metrics);
    expect(rest.version.body).toEqual(whole.version.body);
    expect(whole.version.figure).toBeDefined();
  });
});
