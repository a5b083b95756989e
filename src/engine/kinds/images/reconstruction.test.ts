/** Images are learnt without labels, made again, read as few numbers; their file gives the same, the numbers among it. */
import '@tensorflow/tfjs';
import 'fake-indexeddb/auto';
import * as ort from 'onnxruntime-web';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parseValidation } from '#/core/evaluation/validationPredictions';
import type { Storage } from '#/core/protocol/storage';
import type { PixelPredictions } from '#/core/tasks/reconstruction';
import { openStorage } from '#/storage/openStorage';
import { exportVersion } from '../../export/exportVersion';
import { runOnnx } from '../../ort/runOnnx';
import { decode, encode } from '../../predict/latents';
import { openModel } from '../../predict/openModel';
import { predict } from '../../predict/predictSamples';
import { openNodeWasm } from '../../train/fixtures/nodeWasm';
import { runOnGrid } from '../../train/fixtures/runOnGrid';
import { storeImages } from '../../train/fixtures/storeImages';
import { prepareImages } from './prepareImages';

let storage: Storage;
beforeAll(async () => {
  storage = await openStorage({ name: `again-${crypto.randomUUID()}`, blobs: 'dexie' });
});
afterAll(() => storage.close());

const [width, height] = [9, 8];
/** A bright bar across, three pixels high, at one of five places. */
const image = (i: number) =>
  Uint8Array.from({ length: width * height }, (_, at) => {
    const y = Math.floor(at / width);
    return y >= (i * 3) % 5 && y < ((i * 3) % 5) + 3 ? 200 : 30;
  });

const stored = (name: string) =>
  storeImages(storage, name, {
    pixels: { height, width, channels: 1 },
    images: Array.from({ length: 60 }, (_, i) => image(i)),
    labels: Array.from({ length: 60 }, () => null),
  });

const request = {
  family: 'autoencoder',
  task: 'reconstruction',
  target: 'images',
  features: ['image'],
  familyParams: { filters: [4, 8], latent: 3 },
  config: { epochs: 16, batchSize: 8, learningRate: 0.03, validationSplit: 0.3, testSplit: 0, patience: 16 },
};

it('an image is made again, read as few numbers, and exported with them', async () => {
  const version = await stored('bars');
  const { version: learnt, metrics } = await runOnGrid(storage, version, await openNodeWasm(), request);
  expect(metrics.valExplained).toBeGreaterThan(0.6);
  const model = await openModel(learnt.id, storage);
  const { predictions } = await predict(model, { rows: [{ sample: 3 }] }, storage);
  const field = predictions[0]?.field ?? new Float32Array();
  const squares = field.reduce((sum, shade, i) => sum + (shade - (image(3)[i] as number)) ** 2, 0);
  const flat = image(3).reduce((sum, shade) => sum + (shade - (30 + (170 * 3) / 8)) ** 2, 0);
  expect(squares).toBeLessThan(0.4 * flat);
  expect([...field].every(Number.isInteger)).toBe(true);

  const { latents } = await encode(model, { rows: [{ sample: 3 }] }, storage);
  expect(latents[0]).toHaveLength(3);
  expect((await decode(model, latents)).predictions).toEqual(predictions);

  // The kept squares are those of the metric, and of the shades themselves.
  const run = await storage.runs.get(learnt.runId);
  const [artifact] = run?.artifacts ?? [];
  if (!artifact) throw new Error('nothing was kept');
  const judged = parseValidation(await storage.blobs.get(artifact.blob)) as PixelPredictions;
  const mean = judged.errors.reduce((sum, error) => sum + error, 0) / judged.errors.length;
  expect(Math.sqrt(mean)).toBeCloseTo(metrics.valPixelRmse ?? 0, 4);
  expect(learnt.figure).toMatchObject({ metric: 'pixelRmse', free: { answer: 'the mean shade' } });
  const [row = 0] = judged.rows;
  const again = (await predict(model, { rows: [{ sample: row }] }, storage)).predictions[0]?.field;
  const own = (again ?? new Float32Array()).reduce(
    (sum, shade, i) => sum + (shade - (image(row)[i] as number)) ** 2,
    0,
  );
  // Shades are answered as whole numbers.
  expect(Math.abs(Math.sqrt(own / field.length) - Math.sqrt(judged.errors[0] ?? 0))).toBeLessThan(0.6);

  const options = {
    format: 'onnx',
    opset: 17,
    dynamicBatch: true,
    conv4d: 'folded',
    metadata: true,
  } as const;
  const answers: ReadonlyMap<string, { data: ArrayLike<unknown> }>[] = [];
  const { report, files } = await exportVersion(
    model,
    undefined,
    options,
    storage,
    async (bytes, batches) => {
      const runs = await runOnnx(bytes, batches, { provider: 'wasm', load: async () => ort });
      answers.push(...runs.map(({ outputs }) => outputs));
      return runs;
    },
  );
  expect(report.parity).toMatchObject({ passed: true });
  expect(files).toHaveLength(1);
  const samples = learnt.sampleRows.map(({ sample }) => ({ sample: sample ?? 0 }));
  const expected = (await encode(model, { rows: samples }, storage)).latents.flat();
  const told = answers[0]?.get('latent')?.data ?? [];
  for (const [i, value] of expected.entries()) expect(Number(told[i])).toBeCloseTo(value, 3);
  model.dispose();
});

it('adversaries learn images, and their maker leaves as a file of its own: numbers in, an image out', async () => {
  const version = await stored('drawn bars');
  const { version: learnt, events } = await runOnGrid(storage, version, await openNodeWasm(), {
    ...request,
    family: 'gan',
    familyParams: { filters: [4, 8], latent: 3, judge: 8 },
    config: { ...request.config, epochs: 4, averaging: 0.9, earlyStopping: false },
  });
  const losses = events.flatMap((event) => (event.kind === 'steps' ? event.losses : []));
  expect(losses.every((loss) => Number.isFinite(loss) && loss > 0)).toBe(true);
  const model = await openModel(learnt.id, storage);
  const told = { format: 'onnx', opset: 17, dynamicBatch: true, conv4d: 'folded', metadata: true } as const;
  const latents = [
    [0.5, -1, 2],
    [0, 0, 0],
  ];
  const { predictions } = await decode(model, latents);
  const { report, files } = await exportVersion(
    model,
    undefined,
    { ...told, part: 'decoder' },
    storage,
    (bytes, batches) => runOnnx(bytes, batches, { provider: 'wasm', load: async () => ort }),
  );
  expect(report.parity).toMatchObject({ passed: true, rows: 16 });
  const session = await ort.InferenceSession.create(files[0]?.bytes ?? new Uint8Array());
  expect(session.inputNames).toEqual(['latent']);
  const feed = new ort.Tensor('float32', Float32Array.from(latents.flat()), [2, 3]);
  const { reconstruction } = await session.run({ latent: feed });
  expect(reconstruction?.dims).toEqual([2, height, width, 1]);
  const shades = Array.from(reconstruction?.data as Float32Array, Math.round);
  expect(shades).toEqual(predictions.flatMap(({ field = [] }) => [...field]));
  const whole = await exportVersion(model, undefined, told, storage, (bytes, batches) =>
    runOnnx(bytes, batches, { provider: 'wasm', load: async () => ort }),
  );
  expect(whole.report.parity).toMatchObject({ passed: true });
  expect(whole.files[0]?.bytes.length).toBeGreaterThan(files[0]?.bytes.length ?? 0);
  model.dispose();
});

it('what is more than memory is read in parts', async () => {
  const version = await stored('many');
  const prepared = {
    ...request,
    config: { validationSplit: 0.2, testSplit: 0, seed: 1 },
  } as unknown as Parameters<typeof prepareImages>[1];
  const [held, read] = await Promise.all(
    [Number.POSITIVE_INFINITY, 2_000].map((bytes) => prepareImages(version, prepared, storage.blobs, bytes)),
  );
  expect(held?.task.scales).toEqual(read?.task.scales);
  expect(held?.train).toMatchObject({ itself: true, rows: 48 });
  expect(held?.train.source).toBeUndefined();
  const values = await read?.train.source?.read(Int32Array.of(7, 0));
  const each = width * height;
  expect(values?.subarray(0, each)).toEqual(held?.train.features.subarray(7 * each, 8 * each));
  await read?.close?.();
});
