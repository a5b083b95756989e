/**
 * What 4-D is for, on the studio's own sample: the direction of a motion that may begin late. Trained on WASM from
 * stored chunks to a stored version; the shifted part begins where training never saw an event.
 */
// The union package registers gradients in the copy of tfjs-core that Node loads.
import { type NetworkBody, networkOf } from '#/core/bodies/network';
import '@tensorflow/tfjs';
import 'fake-indexeddb/auto';
import * as ort from 'onnxruntime-web';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { weightCount } from '#/core/arch/shapes';
import { ablationVerdict } from '#/core/evaluation/ablationVerdict';
import { parseValidation, testArtifact } from '#/core/evaluation/validationPredictions';
import type { DatasetVersion } from '#/core/protocol/dataset';
import type { ModelVersion } from '#/core/protocol/model';
import { summarize } from '#/core/explain/summarize';
import { conv4dForms } from '#/core/protocol/predict';
import type { Storage } from '#/core/protocol/storage';
import { directions, makeMovingGaussians } from '#/core/samples/make/makeMovingGaussians';
import { openStorage } from '#/storage/openStorage';
import type { TfBackend } from '../backends/tfBackend';
import { explainVersion } from '../explain/explainVersion';
import { exportVersion } from '../export/exportVersion';
import { runOnnx } from '../ort/runOnnx';
import { openModel } from '../predict/openModel';
import { predict } from '../predict/predictSamples';
import { storeGrid } from './fixtures/gridDataset';
import { openNodeWasm } from './fixtures/nodeWasm';
import { type GridRun, runOnGrid } from './fixtures/runOnGrid';

let storage: Storage;
let wasm: TfBackend;
let dataset: DatasetVersion;
let trained: GridRun;

const made = makeMovingGaussians({ train: 480, validation: 60, shifted: 60 });
const task = { task: 'classification', target: 'direction' } as const;
const config = { epochs: 10, earlyStopping: false };

beforeAll(async () => {
  storage = await openStorage({ name: 'gaussians', blobs: 'dexie' });
  wasm = await openNodeWasm();
  const label = (name: string, role: 'target' | 'split', cells: string[]) => ({
    field: { name, type: 'categorical' as const, role },
    cells,
  });
  dataset = await storeGrid(storage, 'gaussians', {
    field: made.field,
    size: [made.part.length, 16, 8, 8, 8],
    labels: [
      label(
        'direction',
        'target',
        Array.from(made.direction, (i) => directions[i] as string),
      ),
      label(
        'split',
        'split',
        Array.from(made.part, (i) => ['train', 'validation', 'shifted'][i] as string),
      ),
    ],
  });
  trained = await runOnGrid(storage, dataset, wasm, { family: 'cnn4d', ...task, config });
}, 300_000);
afterAll(() => storage.close());

async function testedOf({ runId }: ModelVersion) {
  const artifact = (await storage.runs.get(runId))?.artifacts.find(({ name }) => name === testArtifact);
  return artifact && parseValidation(await storage.blobs.get(artifact.blob));
}

describe('moving Gaussians', () => {
  it('cnn4d knows the motion, also where it never saw one', () => {
    expect(weightCount((networkOf(trained.version) as NetworkBody).arch)).toBeLessThanOrEqual(10_000);
    expect(trained.metrics.valAccuracy).toBeGreaterThanOrEqual(0.98);
    expect(trained.metrics.testAccuracy).toBeGreaterThanOrEqual(0.97);
  });

  it(
    'and so with other starts, within the default budget',
    async () => {
      const others = [3, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30];
      for (const seed of others) {
        const { metrics } = await runOnGrid(storage, dataset, wasm, {
          family: 'cnn4d',
          ...task,
          config: { seed },
        });
        console.log(JSON.stringify({ seed, val: metrics.valAccuracy, shifted: metrics.testAccuracy }));
        expect(metrics.valAccuracy, `seed ${seed}`).toBeGreaterThanOrEqual(0.98);
        expect(metrics.testAccuracy, `seed ${seed}`).toBeGreaterThanOrEqual(0.97);
      }
    },
    60 * 60_000,
  );

  it('occlusion shows that it looks where the blob is, while it moves', async () => {
    // A late event, as training never saw one.
    const sample = 480 + 60 + 3;
    const { attribution, backend } = await explainVersion(
      {
        modelVersionId: trained.version.id,
        method: 'occlusion',
        params: { times: 4, edge: 3, spaceStride: 2 },
        sample,
      },
      {
        storage,
        emit: () => undefined,
        stopped: () => false,
        breathe: () => Promise.resolve(),
        open: async () => wasm,
      },
    );
    expect(backend).toBe('wasm');
    expect(attribution.shape).toEqual([16, 8, 8, 8, 1]);
    const peak = summarize(attribution);
    if (!('largest' in peak)) throw new Error('no peak');
    const { time, x, y, z, value } = peak.largest;
    expect(value).toBeGreaterThan(0.1);
    // The blob is the only thing in the field that rises above the noise.
    const at = (t: number) => made.field.subarray((sample * 16 + t) * 512, (sample * 16 + t + 1) * 512);
    const brightest = at(time).indexOf(Math.max(...at(time)));
    expect(at(time)[brightest]).toBeGreaterThan(0.5);
    const apart = Math.hypot(
      x - Math.floor(brightest / 64),
      y - (Math.floor(brightest / 8) % 8),
      z - (brightest % 8),
    );
    expect(apart).toBeLessThanOrEqual(2.5);
    // Before anything happens there is nothing to look at.
    expect(Math.max(...attribution.values.subarray(0, 2 * 512))).toBeLessThan(value / 4);
  });

  it('3-D with time as channels knows it only where it saw it', async () => {
    const { metrics, version } = await runOnGrid(storage, dataset, wasm, {
      family: 'cnn3dTime',
      ...task,
      config,
    });
    expect(metrics.valAccuracy).toBeGreaterThan(0.8);
    expect(metrics.testAccuracy).toBeLessThan(0.25);
    const [full, ablation] = await Promise.all([trained.version, version].map(testedOf));
    if (!full || !ablation) throw new Error('not judged on the test');
    expect(full.rows).toHaveLength(60);
    expect(ablationVerdict(full, ablation, 'test')).toMatchObject({ pays: true });
  }, 300_000);

  it('predicts samples and arrays alike, and the exported file gives the same', async () => {
    const model = await openModel(trained.version.id, storage);
    const bySample = await predict(model, { rows: [{ sample: 3 }] }, storage);
    const field = made.field.slice(3 * 8192, 4 * 8192);
    const byField = await predict(model, { rows: [], field }, storage);
    expect(bySample.predictions).toEqual(byField.predictions);
    expect(bySample.predictions[0]?.value).toBe(directions[made.direction[3] as number]);

    const options = {
      format: 'onnx',
      opset: 17,
      dynamicBatch: true,
      metadata: true,
    } as const;
    for (const conv4d of conv4dForms) {
      const { report } = await exportVersion(
        model,
        { name: 'motion' },
        { ...options, conv4d },
        storage,
        (bytes, batches) => runOnnx(bytes, batches, { provider: 'wasm', load: () => Promise.resolve(ort) }),
      );
      expect(report.parity).toMatchObject({ passed: true, labelsEqual: true, rows: 18 });
      expect(report.parity?.largestDifference).toBeLessThan(1e-5);
      // Node has no WebGPU at all; of a native file it is told that no browser's would do.
      const skipped = conv4d === 'native' ? /stops at 3-D/ : /cannot run onnxruntime-web on WebGPU/;
      expect(report.webgpuParity).toEqual({ skipped: expect.stringMatching(skipped) });
    }
    model.dispose();
  });
});
