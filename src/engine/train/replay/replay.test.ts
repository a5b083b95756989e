/** What is kept of the epochs of a training: the answers that judged them, also of one that was interrupted. */
import '@tensorflow/tfjs';
import 'fake-indexeddb/auto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parseValidation, validationArtifact } from '#/core/evaluation/validationPredictions';
import type { Storage } from '#/core/protocol/storage';
import { uniforms } from '#/core/random/random';
import { areClasses } from '#/core/tasks/classification';
import { compileForward } from '#/core/arch/compileForward';
import { weightSpecs } from '#/core/arch/shapes';
import { NodeList } from '#/core/families/nodeList';
import { openCpu } from '../../backends/cpu';
import type { TrainSpec } from '../trainSpec';
import { firstFilters } from './firstFilters';
import { openStorage } from '#/storage/openStorage';
import { runSubmitted, submitTraining } from '../fixtures/trainTable';
import { thinnedImages } from './thinnedImages';

let storage: Storage;
beforeAll(async () => {
  storage = await openStorage({ name: 'replay', blobs: 'dexie' });
});
afterAll(() => storage.close());

const [x, y] = ['x', 'y'].map((name) => [...uniforms(3, name, 0, 120)]) as [number[], number[]];
const label = x.map((value, i) => (value + (y[i] as number) > 1 ? 'far' : 'near'));

const submitted = (config: object) =>
  submitTraining(
    storage,
    [
      { field: { name: 'x', type: 'numeric', role: 'feature' }, cells: x },
      { field: { name: 'y', type: 'numeric', role: 'feature' }, cells: y },
      { field: { name: 'label', type: 'categorical', role: 'feature' }, cells: label },
    ],
    {
      target: 'label',
      task: 'classification',
      features: ['x', 'y'],
      family: 'mlp',
      config: { epochs: 6, batchSize: 16, learningRate: 0.02, seed: 5, ...config },
    },
  );

it('holds what the best epoch answered, which the run keeps too', async () => {
  const { runId, ...request } = await submitted({});
  const { events } = await runSubmitted(storage, { ...request, runId });
  expect(await storage.snapshots.epochs(runId)).toEqual(Array.from({ length: 6 }, (_, i) => i + 1));
  const best = events.findLast((event) => event.kind === 'epoch' && event.best);
  const { answers } = (await storage.snapshots.get(runId, best?.kind === 'epoch' ? best.epoch : 0)) ?? {};
  const then = answers && parseValidation(answers);
  const run = await storage.runs.get(runId);
  const blob = run?.artifacts.find(({ name }) => name === validationArtifact)?.blob;
  if (!blob || !then) throw new Error('nothing was kept');
  const judged = parseValidation(await storage.blobs.get(blob));
  expect(then).toEqual(judged);
  const first = parseValidation((await storage.snapshots.get(runId, 1))?.answers ?? new Uint8Array());
  if (!areClasses(first) || !areClasses(judged)) throw new Error('no classes');
  expect(first.rows).toEqual(judged.rows);
  expect(first.probabilities).not.toEqual(judged.probabilities);
});

it('is the same where the training was interrupted', async () => {
  const whole = await submitted({ seed: 6 });
  await runSubmitted(storage, whole);
  const broken = await submitted({ seed: 6 });
  await expect(runSubmitted(storage, broken, { stopAfter: 3 })).rejects.toMatchObject({ code: 'cancelled' });
  const before = await storage.snapshots.epochs(broken.runId);
  expect(before.length).toBeLessThan(6);
  // What was kept after the checkpoint is made again.
  await storage.snapshots.put(broken.runId, { epoch: 5, step: 10_000 });
  await runSubmitted(storage, broken);
  for (const epoch of await storage.snapshots.epochs(whole.runId))
    expect(await storage.snapshots.get(broken.runId, epoch)).toEqual(
      await storage.snapshots.get(whole.runId, epoch),
    );
});

it('is nothing where it is not wanted', async () => {
  const request = await submitted({ replay: 'off', epochs: 2 });
  await runSubmitted(storage, request);
  expect(await storage.snapshots.epochs(request.runId)).toEqual([]);
});

it('shows kernels as a convolution sees single bright pixels', async () => {
  const { tf } = await openCpu();
  const list = new NodeList();
  list.add('conv', 'conv2d', { filters: 2, kernel: [2, 3], useBias: false });
  const arch = list.toArch([2, 3, 1]);
  const [weight] = weightSpecs(arch);
  if (!weight) throw new Error('no weight');
  const kernel = tf.tensor(uniforms(4, 'kernel', 0, 12), weight.shape);
  const views = new Map([[weight.name, kernel]]);
  // One image for each pixel: what comes out is the kernel there, and 2 filters.
  const seen = compileForward(arch, tf)([tf.reshape(tf.eye(6), [6, 2, 3, 1])], views, { training: false })[0];
  const answers = await (seen as NonNullable<typeof seen>).data<'float32'>();
  const { filters } = await firstFilters({
    spec: { arch } as TrainSpec,
    tf,
    stepper: { withWeights: async (work) => await work(views).data<'float32'>() },
  });
  expect(filters?.shape).toEqual([2, 3, 1]);
  const most = Math.max(...answers);
  const shades = [0, 1].flatMap((filter) =>
    Array.from({ length: 6 }, (_, pixel) =>
      Math.round(127.5 + (127.5 * (answers[2 * pixel + filter] as number)) / most),
    ),
  );
  expect([...(filters?.shades ?? [])]).toEqual(shades);
});

it('thins images that are larger than a strip needs', () => {
  const shades = Float32Array.from({ length: 2 * 130 * 70 * 3 }, (_, i) => Math.floor(i / 3) % 256);
  const { shape, shades: kept } = thinnedImages(shades, [130, 70, 3]);
  expect(shape).toEqual([44, 24, 3]);
  expect(kept).toHaveLength(2 * 44 * 24 * 3);
  // Of the second image the pixel of the second row and column that are kept.
  expect(kept[44 * 24 * 3 + (24 + 1) * 3]).toBe((130 * 70 + 3 * 70 + 3) % 256);
});
