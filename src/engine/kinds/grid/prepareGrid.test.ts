// The union package registers gradients in the copy of tfjs-core that Node loads.
import type { FittedGrid } from '#/core/grid/fittedGrid';
import '@tensorflow/tfjs';
import 'fake-indexeddb/auto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { missingMark } from '#/core/grid/fittedGrid';
import type { Storage } from '#/core/protocol/storage';
import { trainConfig } from '#/core/protocol/train';
import { normals } from '#/core/random/random';
import { openStorage } from '#/storage/openStorage';
import { openCpu } from '../../backends/cpu';
import type { TfBackend } from '../../backends/tfBackend';
import { openModel } from '../../predict/openModel';
import { predict } from '../../predict/predictSamples';
import { readWindows } from './readWindows';
import { storeGrid } from '../../train/fixtures/gridDataset';
import { runOnGrid } from '../../train/fixtures/runOnGrid';
import { prepareGrid } from './prepareGrid';

let storage: Storage;
let cpu: TfBackend;
beforeAll(async () => {
  storage = await openStorage({ name: 'grids', blobs: 'dexie' });
  cpu = await openCpu();
});
afterAll(() => storage.close());

const size: [number, number, number, number, number] = [1, 30, 2, 3, 2];
const frame = 2 * 3 * 2 * 2;
/** Two channels far from zero; later times are larger, so that the training part has its own mean. */
const field = normals(1, 'field', 0, 30 * frame).map(
  (value, i) => 100 + Math.floor(i / frame) + 5 * (i % 2) + value,
);
field[7] = Number.NaN;

const store = (name: string) =>
  storeGrid(storage, name, {
    field,
    size,
    channels: ['u', 'v'],
    windowing: { length: 4, stride: 1, horizon: 2 },
  });
const request = (features: string[]) => ({
  target: 'future',
  task: 'forecast' as const,
  features,
  config: trainConfig.parse({}),
});

describe('prepareGrid', () => {
  it('reads one channel, standardises it on the training part alone, and marks what is missing', async () => {
    const version = await store('one');
    const data = await prepareGrid(version, request(['v']), storage.blobs);
    const trained = new Set(data.train.frames);
    const values = Array.from(trained, (at) =>
      Array.from({ length: 12 }, (_, i) => field[at * 24 + i * 2 + 1] as number),
    )
      .flat()
      .filter((value) => !Number.isNaN(value));
    const mean = values.reduce((a, b) => a + b, 0) / values.length;
    const std = Math.sqrt(values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length);
    const [channel] = (data.input.fitted as FittedGrid).channels ?? [];
    expect(channel?.mean).toBeCloseTo(mean, 4);
    expect(channel?.std).toBeCloseTo(std, 4);
    expect(data.train.features[3]).toBe(missingMark);
    expect(data.val.present).toBe(1);
    expect(data.train.features[4]).toBeCloseTo(((field[9] as number) - mean) / std, 4);
    expect(data.shape).toEqual([4, 2, 3, 2, 1]);
    // The target lies two steps behind the window's last time, and no training frame is judged.
    expect(data.train.targetFrames?.[0]).toBe(5);
    const judged = [...(data.val.frames ?? []), ...(data.val.targetFrames ?? [])];
    expect(judged.filter((at) => trained.has(at) || data.train.targetFrames?.includes(at))).toEqual([]);
    expect(data.val.features).toBe(data.train.features);
  });

  it('tells the task which of two classes the file calls the event', async () => {
    const version = await storeGrid(storage, 'event', {
      field: new Float32Array(4 * 2),
      size: [4, 2, 1, 1, 1],
      labels: [
        {
          field: { name: 'kind', type: 'categorical', role: 'target' },
          cells: ['chirp', 'noise', 'chirp', 'noise'],
        },
      ],
      events: { kind: 'chirp' },
    });
    const data = await prepareGrid(
      version,
      { ...request(['value']), target: 'kind', task: 'classification' },
      storage.blobs,
    );
    expect(data.task).toMatchObject({ labels: ['chirp', 'noise'], event: 'chirp' });
  });

  it('reads samples for prediction as the file has them', async () => {
    const version = await store('two');
    const data = await prepareGrid(version, request(['u', 'v']), storage.blobs);
    const { values } = await readWindows(version, data.input.fitted as FittedGrid, [3], storage.blobs);
    expect(values).toEqual(field.slice(3 * frame, 7 * frame));
    await expect(readWindows(version, data.input.fitted as FittedGrid, [99], storage.blobs)).rejects.toThrow(
      'no sample 99',
    );
  });
});

describe('a forecast', () => {
  const wanted = {
    family: 'cnn4d',
    task: 'forecast' as const,
    target: 'future',
    familyParams: { filters: [2] },
    config: { epochs: 3, earlyStopping: false },
  };
  const losses = (events: { kind: string; losses?: number[] }[]) =>
    events.flatMap((event) => event.losses ?? []);

  it('continues after a pause as if never stopped, and answers fields in their own units', async () => {
    const version = await store('three');
    const whole = await runOnGrid(storage, version, cpu, wanted);
    expect(whole.metrics.valSkill).toBeTypeOf('number');

    let steps = 0;
    const run = await storage.runs.create({
      jobId: 'job',
      name: 'paused',
      modelId: whole.version.modelId,
      datasetId: version.datasetId,
      datasetVersionId: version.id,
      config: trainConfig.parse({}),
      task: { type: 'regression', target: 'future' },
    });
    const first: { kind: string; losses?: number[] }[] = [];
    await expect(
      runOnGrid(
        storage,
        version,
        cpu,
        { ...wanted, runId: run.id },
        {
          emit: (event) => first.push(event),
          stopped: () => (steps++ >= 2 ? 'pause' : undefined),
        },
      ),
    ).rejects.toThrow('Paused');
    const rest = await runOnGrid(storage, version, cpu, { ...wanted, runId: run.id });
    expect([...losses(first), ...losses(rest.events)]).toEqual(losses(whole.events));
    expect(rest.metrics).toEqual(whole.metrics);

    const model = await openModel(whole.version.id, storage);
    const answer = await predict(model, { rows: [{ sample: 0 }, { sample: 2 }] }, storage);
    expect(answer.predictions).toHaveLength(2);
    expect(answer.predictions[0]?.field).toHaveLength(frame);
    expect(answer.predictions[0]?.value).toBeGreaterThan(90);
    model.dispose();
  });
});
