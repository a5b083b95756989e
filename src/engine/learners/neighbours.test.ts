import '@tensorflow/tfjs';
import 'fake-indexeddb/auto';
import * as ort from 'onnxruntime-web';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { NeighboursBody } from '#/core/bodies/neighbours';
import * as size from '#/core/neighbours/searchSize';
import type { Column } from '#/core/protocol/dataset';
import type { Storage } from '#/core/protocol/storage';
import { normals } from '#/core/random/random';
import { openStorage } from '#/storage/openStorage';
import { exportVersion } from '../export/exportVersion';
import { runOnnx } from '../ort/runOnnx';
import { openModel } from '../predict/openModel';
import { predict } from '../predict/predictSamples';
import {
  bodyHashes,
  loggedValues,
  runSubmitted,
  submitTraining,
  type Wanted,
} from '../train/fixtures/trainTable';
import type { TableColumn } from '../train/fixtures/storeTable';

let storage: Storage;
beforeAll(async () => {
  storage = await openStorage({ name: 'neighbours-test', blobs: 'dexie' });
  // Many small pieces, so that a run can be stopped between them.
  vi.spyOn(size, 'rowsPerSearch').mockReturnValue(7);
});
afterAll(() => storage.close());

const column = (name: string, type: Column['type'], cells: TableColumn['cells']): TableColumn => ({
  field: { name, type, role: 'feature' },
  cells,
});

/** Three noisy clusters; a number that follows the first column; a category that tells nothing. */
function clusters(rows = 240): TableColumn[] {
  const [x, y] = ['x', 'y'].map((name) => Array.from(normals(3, name, 0, rows))) as [number[], number[]];
  const centre = (row: number) => (row % 3) * 2;
  return [
    column(
      'x',
      'numeric',
      x.map((value, row) => 10 * (value + centre(row))),
    ),
    column(
      'y',
      'numeric',
      y.map((value, row) => (row % 17 === 0 ? null : value - centre(row))),
    ),
    column(
      'mood',
      'categorical',
      x.map((_, row) => ['good', 'bad'][(row * 7) % 2] as string),
    ),
    column(
      'cluster',
      'categorical',
      x.map((_, row) => `c${row % 3}`),
    ),
    column(
      'size',
      'numeric',
      x.map((value, row) => 1000 + 3 * (value + centre(row))),
    ),
  ];
}

const classes: Wanted = {
  target: 'cluster',
  task: 'classification',
  features: ['x', 'y', 'mood'],
  family: 'knn',
  config: { testSplit: 0.2 },
};
const numbers: Wanted = { ...classes, target: 'size', task: 'regression', features: ['x', 'y'] };

const specOf = async (id: string) => (await storage.models.version(id))?.body.spec as NeighboursBody;

describe('nearest neighbours', () => {
  it('judges every number of neighbours on the validation rows and takes the best', async () => {
    const request = await submitTraining(storage, clusters(), classes);
    const { events, result } = await runSubmitted(storage, request);
    const epochs = events.filter((event) => event.kind === 'epoch');
    expect(epochs.map(({ metrics }) => metrics.neighbours)).toEqual([1, 2, 3, 5, 8, 12, 20, 30, 50]);
    const losses = epochs.map(({ metrics }) => metrics.valLoss as number);
    const best = losses.indexOf(Math.min(...losses));
    expect(epochs.findLast((epoch) => epoch.best)?.epoch).toBe(best + 1);
    expect(events.at(-1)).toMatchObject({ kind: 'done', bestEpoch: best + 1, stoppedEarly: false });
    const spec = await specOf(result.modelVersionId);
    expect(spec).toMatchObject({ classes: 3, neighbours: epochs[best]?.metrics.neighbours });
    expect(result.metrics).toMatchObject({ valLoss: losses[best], testAccuracy: expect.any(Number) });
    expect(result.metrics.valAccuracy).toBeGreaterThan(0.75);
    // With one neighbour every training row finds itself.
    expect(epochs[0]?.metrics.trainAccuracy).toBe(1);
    const steps = events.filter((event) => event.kind === 'steps');
    expect(steps.at(-1)?.step).toBe(steps.at(-1)?.totalSteps);
    const prepared = events.find((event) => event.kind === 'prepared');
    expect(prepared?.warnings?.join()).toContain('Each epoch judges one number of neighbours');
    expect(await storage.checkpoints.get(request.runId)).toBeUndefined();
  });

  it.each([
    ['classes', classes, {}],
    ['classes by distance', classes, { weights: 'distance', distance: 'manhattan', neighbours: 9 }],
    ['numbers', numbers, { weights: 'distance' }],
  ])('answers raw rows and leaves as ONNX with the same answers: %s', async (_, wanted, familyParams) => {
    const request = await submitTraining(storage, clusters(), { ...wanted, familyParams });
    const { result } = await runSubmitted(storage, request);
    const model = await openModel(result.modelVersionId, storage);
    const { predictions } = await predict(model, { rows: [{ x: 0, y: 0, mood: 'good' }] }, storage);
    if (wanted.task === 'classification') {
      expect(predictions[0]?.value).toBe('c0');
      expect(predictions[0]?.probabilities?.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
    } else expect(predictions[0]?.value).toBeGreaterThan(990);
    const options = {
      format: 'onnx',
      opset: 21,
      dynamicBatch: true,
      conv4d: 'folded',
      metadata: true,
    } as const;
    const { report } = await exportVersion(model, undefined, options, storage, (bytes, batches) =>
      runOnnx(bytes, batches, { provider: 'wasm', load: async () => ort }),
    );
    expect(report.parity).toMatchObject({ labelsEqual: true, passed: true });
    expect(report.parity?.rows).toBeGreaterThan(40);
  });

  it.each([3, 20, 42])(
    'paused after %d breaths and resumed, it comes to the same to the bit',
    async (stopAfter) => {
      const whole = await submitTraining(storage, clusters(), classes);
      const full = await runSubmitted(storage, whole);
      expect(full.breaths).toBeGreaterThan(stopAfter);
      const request = await submitTraining(storage, clusters(), classes);
      await expect(runSubmitted(storage, request, { stopAfter })).rejects.toMatchObject({
        code: 'cancelled',
      });
      const stored = await storage.checkpoints.get(request.runId);
      expect(stored?.step).toBe(stopAfter);
      const rest = await runSubmitted(storage, request);
      expect(rest.events.find((event) => event.kind === 'prepared')?.resumedAtStep).toBe(stopAfter);
      expect(rest.breaths).toBeLessThan(full.breaths);
      expect(await loggedValues(storage, request.runId)).toEqual(await loggedValues(storage, whole.runId));
      expect(await bodyHashes(storage, rest.result.modelVersionId)).toBe(
        await bodyHashes(storage, full.result.modelVersionId),
      );
      expect(rest.result.metrics).toEqual(full.result.metrics);
    },
  );

  it('cancelled, it leaves no checkpoint of that step', async () => {
    const request = await submitTraining(storage, clusters(), classes);
    await expect(
      runSubmitted(storage, request, { stopAfter: 5, how: 'cancel', checkpointEveryMs: 1e9 }),
    ).rejects.toMatchObject({ code: 'cancelled', message: 'Cancelled.' });
    expect(await storage.checkpoints.get(request.runId)).toBeUndefined();
  });
});
