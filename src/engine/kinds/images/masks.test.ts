/** Masks are learnt pixel by pixel, answered, and their file gives the same; what cannot be learnt is named. */
import '@tensorflow/tfjs';
import 'fake-indexeddb/auto';
import * as ort from 'onnxruntime-web';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ImageMarks } from '#/core/images/imageMarks';
import type { DatasetVersion } from '#/core/protocol/dataset';
import type { Storage } from '#/core/protocol/storage';
import { writePng } from '#/core/samples/make/writePng';
import type { MaskPredictions } from '#/core/tasks/segmentation';
import { openStorage } from '#/storage/openStorage';
import { parseValidation } from '#/core/evaluation/validationPredictions';
import { exportVersion } from '../../export/exportVersion';
import { runOnnx } from '../../ort/runOnnx';
import { openModel } from '../../predict/openModel';
import { predict } from '../../predict/predictSamples';
import { openNodeWasm } from '../../train/fixtures/nodeWasm';
import { runOnGrid } from '../../train/fixtures/runOnGrid';
import { storeImages } from '../../train/fixtures/storeImages';
import { prepareMasks } from './prepareMasks';

let storage: Storage;
beforeAll(async () => {
  storage = await openStorage({ name: `masks-${crypto.randomUUID()}`, blobs: 'dexie' });
});
afterAll(() => storage.close());

const [width, height] = [9, 7];
/** A bright bar across, three pixels high, whose place differs. */
const isBar = (i: number, at: number) => {
  const from = (i * 3) % 5;
  const y = Math.floor(at / width);
  return y >= from && y < from + 3;
};
const image = (i: number) =>
  Uint8Array.from(
    { length: width * height },
    (_, at) => (isBar(i, at) ? 180 : 60) + ((at * 7 + i * 31) % 40),
  );
const maskOf = (i: number, value = 2, size = { width, height }) =>
  writePng({
    ...size,
    channels: 1,
    data: Uint8Array.from({ length: size.width * size.height }, (_, at) => (isBar(i, at) ? value : 0)),
  });

const stored = (name: string, marks: (i: number) => ImageMarks, count = 40): Promise<DatasetVersion> =>
  storeImages(storage, name, {
    pixels: { height, width, channels: 1 },
    images: Array.from({ length: count }, (_, i) => image(i)),
    labels: Array.from({ length: count }, () => 'bar'),
    marks: Array.from({ length: count }, (_, i) => marks(i)),
  });

const request = {
  family: 'unet',
  task: 'segmentation',
  target: 'mask',
  features: ['image'],
  familyParams: { filters: [4, 8], convolutions: 1 },
  config: { epochs: 6, batchSize: 4, learningRate: 0.02, validationSplit: 0.3, testSplit: 0 },
};

it('a mask is learnt, answered and exported', async () => {
  const version = await stored('bars', (i) => ({
    mask: maskOf(i),
    boxes: [{ label: 'bar', x: 0, y: (i * 3) % 5, width, height: 3 }],
  }));
  const {
    version: learnt,
    metrics,
    events,
  } = await runOnGrid(storage, version, await openNodeWasm(), request);
  expect(learnt.task).toMatchObject({ labels: ['background', 'bar'], keys: [0, 2] });
  expect(events.flatMap((event) => (event.kind === 'prepared' ? (event.warnings ?? []) : []))).toEqual([]);
  expect(metrics.valIou).toBeGreaterThan(0.9);
  expect(learnt.figure).toMatchObject({ metric: 'iou', free: { answer: 'all “background”' } });
  const model = await openModel(learnt.id, storage);
  const { predictions } = await predict(model, { rows: [{ sample: 3 }] }, storage);
  const right = [...(predictions[0]?.mask ?? [])].filter((code, at) => (code === 1) === isBar(3, at));
  expect(right.length).toBeGreaterThan(0.95 * width * height);
  expect(predictions[0]?.field).toBeUndefined();
  expect(predictions[0]?.value).toMatch(/^bar \d/);
  const run = await storage.runs.get(learnt.runId);
  const [artifact] = run?.artifacts ?? [];
  if (!artifact) throw new Error('nothing was kept');
  const judged = parseValidation(await storage.blobs.get(artifact.blob)) as MaskPredictions;
  expect(judged.truth.reduce((sum, count) => sum + count, 0)).toBe(judged.rows.length * width * height);
  const options = {
    format: 'onnx',
    opset: 17,
    dynamicBatch: true,
    conv4d: 'folded',
    metadata: true,
  } as const;
  const { report } = await exportVersion(model, undefined, options, storage, (bytes, batches) =>
    runOnnx(bytes, batches, { provider: 'wasm', load: async () => ort }),
  );
  expect(report.parity).toMatchObject({ labelsEqual: true, passed: true });
});

it('boxes alone are filled, and images of neither are left out and counted', async () => {
  const version = await stored('boxes', (i) => ({
    boxes: i < 30 ? [{ label: 'bar', x: 0, y: (i * 3) % 5, width, height: 3 }] : [],
  }));
  const data = await prepareMasks(version, prepared, storage.blobs, Number.POSITIVE_INFINITY);
  expect(data.task.labels).toEqual(['background', 'bar']);
  expect(data.warnings).toEqual(['10 images have no mask and were left out.']);
  expect(data.train.rows + data.val.rows).toBe(30);
  const frame = data.train.frames?.[0] ?? 0;
  const own = data.train.features.subarray(
    (frame * 2 + 1) * width * height,
    (frame + 1) * 2 * width * height,
  );
  expect([...own]).toEqual(Array.from(own, (_, at) => Number(isBar(frame, at))));
});

const prepared = {
  ...request,
  config: { validationSplit: 0.2, testSplit: 0, seed: 1 },
} as unknown as Parameters<typeof prepareMasks>[1];

it('what is more than memory is read in parts, each image with its mask', async () => {
  const version = await stored('many', (i) => ({ boxes: [], mask: maskOf(i, i % 2 ? 2 : 255) }), 30);
  const [held, read] = await Promise.all(
    [Number.POSITIVE_INFINITY, 2_000].map((bytes) => prepareMasks(version, prepared, storage.blobs, bytes)),
  );
  const { source } = read?.train ?? {};
  expect(held?.train.source).toBeUndefined();
  const frames = Int32Array.of(7, 0, 29);
  const width = 2 * 9 * 7;
  const values = (await source?.read(frames)) ?? new Float32Array();
  expect(values).toEqual(
    Float32Array.from(
      [...frames].flatMap((frame) => [
        ...(held?.train.features.subarray(frame * width, (frame + 1) * width) ?? []),
      ]),
    ),
  );
  // 255 beside other values is nobody's: neither learnt nor judged.
  expect(held?.task.labels).toEqual(['background', 'label 2']);
  expect(new Set(values.subarray(2.5 * width))).toEqual(new Set([0, 1]));
  expect(new Set(values.subarray(1.5 * width, 2 * width))).toEqual(new Set([0, -1]));
  await read?.close?.();
});

it.each([
  {
    name: 'of another size than its image',
    marks: (i: number): ImageMarks => ({
      boxes: [],
      mask: i === 5 ? maskOf(i, 2, { width: 4, height: 4 }) : maskOf(i),
    }),
    error: { message: 'The mask has 4 × 4 pixels and its image 9 × 7.', place: 'image 5' },
  },
  {
    name: 'all of one value',
    marks: (i: number): ImageMarks => ({ boxes: [], mask: maskOf(i, 0) }),
    error: { place: 'target', hint: expect.stringContaining('at least two values') },
  },
  {
    name: 'a photograph',
    marks: (i: number): ImageMarks => ({
      boxes: [],
      mask: writePng({ width, height, channels: 1, data: image(i) }),
    }),
    count: 12,
    error: { hint: expect.stringContaining('Save masks as PNG') },
  },
  {
    name: 'nowhere',
    marks: (): ImageMarks => ({ boxes: [] }),
    error: { message: 'None of these images has a mask.' },
  },
])('a mask $name is named, with what to do', async ({ name, marks, error }) => {
  const version = await stored(name, marks, 12);
  await expect(
    prepareMasks(version, prepared, storage.blobs, Number.POSITIVE_INFINITY),
  ).rejects.toMatchObject({
    code: 'badInput',
    ...error,
  });
});
