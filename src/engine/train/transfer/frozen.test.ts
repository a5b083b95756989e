/** A training in which a part stands still: resumed to the bit, and the same from the disk as from memory. */
import '@tensorflow/tfjs';
import 'fake-indexeddb/auto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { behindGate, gatesOf } from '#/core/arch/cut/cutArch';
import { transferDraft } from '#/core/arch/cut/transferDraft';
import { inferShapes } from '#/core/arch/shapes';
import type { NetworkBody } from '#/core/bodies/network';
import { buildArch } from '#/core/families/buildArch';
import { resnet } from '#/core/families/resnet';
import type { DatasetVersion } from '#/core/protocol/dataset';
import type { ModelVersion } from '#/core/protocol/model';
import type { Storage } from '#/core/protocol/storage';
import { trainConfig } from '#/core/protocol/train';
import { uniforms } from '#/core/random/random';
import { openStorage } from '#/storage/openStorage';
import { openCpu } from '../../backends/cpu';
import type { TfBackend } from '../../backends/tfBackend';
import { runOnGrid } from '../fixtures/runOnGrid';
import { storeImages } from '../fixtures/storeImages';

let storage: Storage;
let cpu: TfBackend;
let data: DatasetVersion;
let source: ModelVersion;
const what = { task: 'classification', target: 'label', features: ['image'] };

beforeAll(async () => {
  storage = await openStorage({ name: 'frozen', blobs: 'dexie' });
  cpu = await openCpu();
  const range = Array.from({ length: 60 }, (_, i) => i);
  data = await storeImages(storage, 'halves', {
    pixels: { height: 6, width: 6, channels: 1 },
    images: range.map((i) =>
      Uint8Array.from(
        uniforms(1, 'halves', i, 36),
        (u, at) => u * 90 + (at < 18 === (i % 2 === 0) ? 120 : 0),
      ),
    ),
    labels: range.map((i) => (i % 2 === 0 ? 'top' : 'bottom')),
  });
  const made = await runOnGrid(storage, data, cpu, {
    ...what,
    family: 'cnn2d',
    familyParams: { filters: [3], globalPool: 'max' },
    config: { epochs: 2 },
  });
  source = made.version;
});
afterAll(() => storage.close());

const transferred = (deps: Parameters<typeof runOnGrid>[4] = {}, runId?: string) =>
  runOnGrid(
    storage,
    data,
    cpu,
    {
      ...what,
      family: 'customNetwork',
      familyParams: {
        ...transferDraft((source.body.spec as NetworkBody).arch, 'relu1', { units: [4], dropout: 0.2 }),
      },
      startFrom: source.id,
      transfer: { cut: 'relu1', freeze: 'relu1' },
      config: { epochs: 3, batchSize: 8, learningRate: 0.02 },
      ...(runId && { runId }),
    },
    deps,
  );
const bytesOf = async ({ body }: ModelVersion) =>
  await storage.blobs.get((body.spec as NetworkBody).weights.blob);

it('goes on after a stop as if it had never stopped', async () => {
  const whole = await transferred();
  const run = await storage.runs.create({
    jobId: 'job',
    name: 'stopped',
    modelId: whole.version.modelId,
    datasetId: data.datasetId,
    datasetVersionId: data.id,
    config: (await storage.runs.get(whole.version.runId))?.config ?? trainConfig.parse({}),
    task: { type: 'classification', target: 'label' },
  });
  let breaths = 0;
  const stopped = () => (breaths > 2 ? ('pause' as const) : undefined);
  const breathe = async () => void breaths++;
  await expect(transferred({ stopped, breathe, checkpointEveryMs: 0 }, run.id)).rejects.toThrow();
  expect((await storage.checkpoints.get(run.id))?.step).toBeGreaterThan(0);
  const rest = await transferred({}, run.id);
  expect(rest.events.some((event) => event.kind === 'prepared' && event.resumedAtStep)).toBe(true);
  expect(await bytesOf(rest.version)).toEqual(await bytesOf(whole.version));
});

it('reads what was computed once block by block where it is too large to be held', async () => {
  const { version, metrics } = await transferred({ allowedBytes: 4000 });
  expect(metrics.valAccuracy).toBeGreaterThan(0.5);
  const [before, after] = [source, version].map(({ body }) => (body.spec as NetworkBody).weights);
  expect(after?.tensors.length).toBeGreaterThan(before?.tensors.length ?? 0);
});

it('knows what everything goes through, past detours', () => {
  const arch = buildArch(resnet, { inputShape: [8, 8, 1], outputWidth: 3 }, { filters: [4, 6] });
  const output = arch.outputs[0]?.node ?? '';
  const gates = gatesOf(arch, output);
  const shapes = inferShapes(arch);
  // Of each, what is behind it is a network by itself, which reads nothing else; of the others it is not.
  for (const { id } of arch.nodes.slice(0, -1)) {
    const behind = behindGate(arch, id);
    const known = new Set([id, ...behind.nodes.map((node) => node.id)]);
    expect(behind.nodes.every(({ inputs }) => inputs.every((from) => known.has(from)))).toBe(
      gates.includes(id),
    );
    if (gates.includes(id)) expect(inferShapes(behind).get(output)).toEqual(shapes.get(output));
  }
  expect(gates.length).toBeGreaterThan(3);
  expect(gates.length).toBeLessThan(arch.nodes.length);
});
