/** Forecasting the studio's own advected field: one step ahead, against persistence, on times never seen. WASM in Node. */
// The union package registers gradients in the copy of tfjs-core that Node loads.
import '@tensorflow/tfjs';
import 'fake-indexeddb/auto';
import * as ort from 'onnxruntime-web';
import { expect, it } from 'vitest';
import { ablationVerdict } from '#/core/evaluation/ablationVerdict';
import { parseValidation, validationArtifact } from '#/core/evaluation/validationPredictions';
import { areForecasts } from '#/core/tasks/forecast';
import { cnn3dTime } from '#/core/families/cnn3dTime';
import { cnn4d } from '#/core/families/cnn4d';
import { makeAdvectedField } from '#/core/samples/make/makeAdvectedField';
import { openStorage } from '#/storage/openStorage';
import { exportVersion } from '../export/exportVersion';
import { runOnnx } from '../ort/runOnnx';
import { openModel } from '../predict/openModel';
import { storeGrid } from './fixtures/gridDataset';
import { openNodeWasm } from './fixtures/nodeWasm';
import { runOnGrid } from './fixtures/runOnGrid';

it('beats persistence by at least 30 % in RMSE at lead 1, in the studio and in its file', async () => {
  const storage = await openStorage({ name: 'advected', blobs: 'dexie' });
  const wasm = await openNodeWasm();
  const times = 400;
  const dataset = await storeGrid(storage, 'advected', {
    field: makeAdvectedField(times),
    size: [1, times, 8, 8, 8],
    windowing: { length: 3, stride: 1, horizon: 1 },
  });
  const { version, metrics } = await runOnGrid(storage, dataset, wasm, {
    family: 'cnn4d',
    task: 'forecast',
    target: 'future',
    familyParams: { filters: [8] },
    config: { epochs: 8 },
  });
  expect(metrics.valSkill).toBeGreaterThanOrEqual(0.3);
  const judgedOf = async ({ runId }: { runId: string }) => {
    const run = await storage.runs.get(runId);
    const artifact = run?.artifacts.find(({ name }) => name === validationArtifact);
    return artifact && parseValidation(await storage.blobs.get(artifact.blob));
  };
  const judged = await judgedOf(version);
  if (!judged || !areForecasts(judged)) throw new Error('not judged as a forecast');
  const [first, second] = judged.channels[0]?.leads ?? [];
  expect(1 - (first?.rmse.model ?? 1) / (first?.rmse.persistence ?? 1)).toBeGreaterThanOrEqual(0.3);
  // Both get worse with time, and the model stays ahead when it is fed its own answers.
  expect(second?.lead).toBe(2);
  expect(second?.rmse.model).toBeLessThan(second?.rmse.persistence ?? 0);
  expect(second?.rmse.persistence).toBeGreaterThan(first?.rmse.persistence ?? 0);
  expect(first?.correlation.model).toBeGreaterThan(first?.correlation.persistence ?? 1);

  // The same with time as channels, for both kinds of 4-D convolution.
  const ablation = await runOnGrid(storage, dataset, wasm, {
    family: cnn3dTime.type,
    task: 'forecast',
    target: 'future',
    familyParams: cnn4d.ablation?.params({ filters: [8], timeKernel: 3 }),
    config: { epochs: 1 },
  });
  const separable = await runOnGrid(storage, dataset, wasm, {
    family: 'cnn4d',
    task: 'forecast',
    target: 'future',
    familyParams: { filters: [8], convolution: 'separable' },
    config: { epochs: 1 },
  });
  const [full3d, fullSeparable] = await Promise.all([ablation.version, separable.version].map(judgedOf));
  for (const full of [judged, fullSeparable]) {
    if (!full || !full3d) throw new Error('not judged');
    expect(new Set(full.blocks).size).toBe(8);
    const { text } = ablationVerdict(full, full3d, 'validation');
    expect(text).toContain(`over ${full.rows.length} forecasts`);
    expect(text).toContain('8 stretches');
  }
  const model = await openModel(version.id, storage);
  const options = {
    format: 'onnx',
    opset: 18,
    dynamicBatch: false,
    conv4d: 'folded',
    metadata: true,
  } as const;
  const { report } = await exportVersion(model, { name: 'wind' }, options, storage, (bytes, batches) =>
    runOnnx(bytes, batches, { provider: 'wasm', load: () => Promise.resolve(ort) }),
  );
  expect(report.parity).toMatchObject({ passed: true });
  model.dispose();
  storage.close();
}, 300_000);
