// The union package registers gradients in the copy of tfjs-core that Node loads.
import type { NetworkBody } from '#/core/bodies/network';
import '@tensorflow/tfjs';
import 'fake-indexeddb/auto';
import * as ort from 'onnxruntime-web';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseValidation, validationArtifact } from '#/core/evaluation/validationPredictions';
import type { ColumnType } from '#/core/protocol/dataset';
import { type ExportOptions, programFormats } from '#/core/protocol/predict';
import type { Storage } from '#/core/protocol/storage';
import { type TrainEvent, type TrainRequest, trainConfig } from '#/core/protocol/train';
import { uniforms } from '#/core/random/random';
import { largestPerRow } from '#/core/train/probabilities';
import { areClasses } from '#/core/tasks/classification';
import { areNumbers } from '#/core/tasks/regression';
import { openStorage } from '#/storage/openStorage';
import { chooseBackend } from '../backends/chooseBackend';
import { exportVersion } from '../export/exportVersion';
import { runOnnx } from '../ort/runOnnx';
import { type OpenModel, openModel } from '../predict/openModel';
import { predict } from '../predict/predictSamples';
import { storeTable, type TableColumn } from './fixtures/storeTable';
import { runTraining } from './runTraining';

let storage: Storage;
beforeAll(async () => {
  storage = await openStorage({ name: 'engine-test', blobs: 'dexie' });
});
afterAll(() => storage.close());

const column = (name: string, type: ColumnType, cells: TableColumn['cells']): TableColumn => ({
  field: { name, type, role: 'feature' },
  cells,
});

/** Two numbers, a category, a yes/no, an empty column; some cells missing; the label follows from them. */
function churnTable(rows = 200): TableColumn[] {
  const draw = (stream: string) => Array.from(uniforms(7, stream, 0, rows));
  const [age, spend, plan, gaps] = [draw('age'), draw('spend'), draw('plan'), draw('gaps')];
  const plans = plan.map((u) => (u < 0.4 ? 'basic' : u < 0.8 ? 'pro' : '<b>max</b>'));
  const score = age.map((a, i) => a + (spend[i] as number) + (plans[i] === 'pro' ? 0.7 : 0));
  return [
    column(
      'age',
      'integer',
      age.map((u, i) => ((gaps[i] as number) < 0.1 ? null : Math.round(18 + 60 * u))),
    ),
    column(
      '__proto__',
      'numeric',
      spend.map((u) => 1000 * u),
    ),
    column(
      'plan',
      'categorical',
      plans.map((text, i) => ((gaps[i] as number) > 0.95 ? null : text)),
    ),
    column('empty', 'numeric', new Array<null>(rows).fill(null)),
    column(
      'churned',
      'categorical',
      score.map((s, i) => (i % 50 === 7 ? null : s > 1.2 ? 'yes' : 'no')),
    ),
    column(
      'value',
      'numeric',
      score.map((s) => 100 * s + 20),
    ),
  ];
}

async function submit(columns: TableColumn[], change: Partial<TrainRequest> = {}, config: object = {}) {
  const version = await storeTable(storage, 'table', columns);
  const model = await storage.models.create({ name: 'Churn: été', family: 'mlp' });
  const request: TrainRequest = {
    jobId: 'job',
    runId: '',
    modelId: model.id,
    datasetVersionId: version.id,
    target: 'churned',
    task: 'classification',
    features: ['age', '__proto__', 'plan', 'empty'],
    family: 'mlp',
    familyParams: { hiddenLayers: [16] },
    ...change,
    config: trainConfig.parse({ epochs: 30, learningRate: 0.01, backend: 'cpu', ...config }),
  };
  const run = await storage.runs.create({
    jobId: 'job',
    name: 'run',
    modelId: model.id,
    datasetId: version.datasetId,
    datasetVersionId: version.id,
    config: request.config,
    task: { type: 'regression', target: request.target },
  });
  return { ...request, runId: run.id };
}

async function runIt(request: TrainRequest, stopAfter = Number.POSITIVE_INFINITY) {
  const events: TrainEvent[] = [];
  let windows = 0;
  const result = await runTraining(request, {
    storage,
    emit: (event) => events.push(event),
    breathe: () => {
      windows++;
      return Promise.resolve();
    },
    stopped: () => (windows >= stopAfter ? 'pause' : undefined),
    choose: (spec, wanted, begunOn) =>
      chooseBackend(spec, wanted, begunOn, {
        open: async (name) => {
          if (name !== 'cpu') throw new Error(`${name} is not here`);
          return (await import('../backends/cpu')).openCpu();
        },
        measure: async () => ({ setUpMs: 0, stepMs: 1 }),
      }),
  });
  return { events, result };
}

async function judgedOf(runId: string) {
  const run = await storage.runs.get(runId);
  const artifact = run?.artifacts.find(({ name }) => name === validationArtifact);
  if (!artifact) throw new Error('no validation predictions');
  return parseValidation(await storage.blobs.get(artifact.blob));
}

const onnx: ExportOptions = {
  format: 'onnx',
  opset: 17,
  dynamicBatch: true,
  conv4d: 'folded',
  metadata: true,
};

const exported = (model: OpenModel, name: string | undefined, options: ExportOptions) =>
  exportVersion(model, name === undefined ? undefined : { name }, options, storage, (bytes, batches) =>
    runOnnx(bytes, batches, { provider: 'wasm', load: async () => ort }),
  );

describe('runTraining', () => {
  it('makes a version that predicts raw rows and leaves as ONNX with the same answers', async () => {
    const request = await submit(churnTable());
    const { events, result } = await runIt(request);
    const prepared = events.find((event) => event.kind === 'prepared');
    expect(prepared?.warnings?.join()).toMatch(/4 rows have no churned.*empty/);
    expect(prepared).toMatchObject({ trainRows: 157, valRows: 39, backend: { backend: 'cpu' } });
    expect(result.metrics.valAccuracy).toBeGreaterThan(0.85);
    const judged = await judgedOf(request.runId);
    if (!areClasses(judged)) throw new Error('not classes');
    expect(judged.labels).toEqual(['no', 'yes']);
    const guessed = largestPerRow(judged.probabilities, 2);
    const right = guessed.filter((label, i) => label === judged.truth[i]).length;
    expect(right / judged.totalRows).toBeCloseTo(result.metrics.valAccuracy as number, 12);
    // The row numbers are those of the dataset, rows without a target not counted out.
    const cells = churnTable().find(({ field }) => field.name === 'churned')?.cells ?? [];
    expect(Array.from(judged.rows, (row) => cells[row])).toEqual(
      Array.from(judged.truth, (label) => judged.labels[label]),
    );

    // A second worker that comes late finds it done.
    expect(await runIt(request)).toEqual({ events: [], result });
    expect(await storage.models.versions(request.modelId)).toHaveLength(1);

    const version = await storage.models.version(result.modelVersionId);
    expect(version?.inputs.map((field) => field.name)).toEqual(['age', '__proto__', 'plan']);
    expect(version?.task).toEqual({ type: 'classification', target: 'churned', labels: ['no', 'yes'] });
    expect(await storage.checkpoints.get(request.runId)).toBeUndefined();
    const logged = await storage.metrics.list(request.runId, ['batchLoss']);
    expect(logged.map((point) => point.step)).toEqual(logged.map((_, i) => i + 1));

    const model = await openModel(result.modelVersionId, storage);
    const rows = [
      JSON.parse('{"age": 70, "__proto__": 990, "plan": "pro"}'),
      { age: '19', plan: 'gold' },
      {},
    ];
    const answer = await predict(model, { rows }, storage);
    expect(answer.predictions[0]).toMatchObject({ value: 'yes' });
    expect(answer.predictions[0]?.probabilities?.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
    expect(answer.warnings.join()).toMatch(/gold/);
    const far = await predict(model, { rows: [{ age: 1e300, plan: 'pro' }] }, storage);
    expect(far.predictions[0]?.probabilities?.every(Number.isFinite)).toBe(true);
    expect(far.warnings.join()).toMatch(/age: 1e\+300 .* counts as a million/);

    const { files, report } = await exported(model, 'Churn: été', onnx);
    expect(files[0]?.name).toBe('Churn-ete-v1.onnx');
    expect(report.parity).toMatchObject({ labelsEqual: true, passed: true });
    expect(report.parity?.rows).toBeGreaterThan(40);
    model.dispose();
  });

  it('learns a number, in its own unit', async () => {
    const request = await submit(churnTable(), { target: 'value', task: 'regression' }, { epochs: 60 });
    const { result } = await runIt(request);
    expect(result.metrics.valR2).toBeGreaterThan(0.8);
    expect(result.metrics.valMae).toBeGreaterThan(1);
    const judged = await judgedOf(request.runId);
    if (!areNumbers(judged)) throw new Error('not numbers');
    const cells = churnTable().find(({ field }) => field.name === 'value')?.cells ?? [];
    expect(Array.from(judged.rows, (row) => cells[row])).toEqual([...judged.truth]);
    const errors = judged.truth.map((value, i) => Math.abs(value - (judged.predicted[i] as number)));
    const mae = errors.reduce((sum, error) => sum + error, 0) / errors.length;
    expect(mae / (result.metrics.valMae as number)).toBeCloseTo(1, 5);
    const model = await openModel(result.modelVersionId, storage);
    const { report } = await exported(model, undefined, { ...onnx, dynamicBatch: false });
    expect(report.parity).toMatchObject({ passed: true });
    const weights = await exported(model, undefined, { ...onnx, format: 'safetensors' });
    for (const format of programFormats) {
      const { files } = await exported(model, undefined, { ...onnx, format });
      expect(files.map(({ name }) => name)).toEqual([
        expect.stringMatching(/\.py$/),
        expect.stringMatching(/\.safetensors$/),
      ]);
      expect(new TextDecoder().decode(files[0]?.bytes)).toContain(`load(path="${files[1]?.name}")`);
      expect(files[1]?.bytes).toEqual(weights.files[0]?.bytes);
    }
    expect(weights.files[0]?.name).toBe('model-v1.safetensors');
  });

  it('answers two probabilities from one logit', async () => {
    const request = await submit(churnTable(), {}, { loss: 'binaryCrossEntropy', epochs: 10 });
    const { result } = await runIt(request);
    const model = await openModel(result.modelVersionId, storage);
    const { predictions } = await predict(model, { rows: [{ age: 30 }] }, storage);
    expect(predictions[0]?.probabilities).toHaveLength(2);
    expect((await exported(model, undefined, onnx)).report.parity?.passed).toBe(true);
  });

  it('pauses with a checkpoint and resumes to the same curve and model', async () => {
    const columns = churnTable();
    const whole = await submit(columns);
    const full = await runIt(whole);
    const request = await submit(columns);
    await expect(runIt(request, 4)).rejects.toMatchObject({ code: 'cancelled' });
    expect((await storage.checkpoints.get(request.runId))?.step).toBeGreaterThan(0);
    const rest = await runIt(request);
    expect(rest.events.find((event) => event.kind === 'prepared')?.resumedAtStep).toBeGreaterThan(0);
    const curve = async (runId: string) => {
      const points = await storage.metrics.list(runId, [
        'batchLoss',
        'valLoss',
        'gradientNorm',
        'updateRatio',
      ]);
      return points
        .map(({ name, step, value }) => `${name} ${String(step).padStart(4, '0')} ${value}`)
        .sort();
    };
    expect(await curve(request.runId)).toEqual(await curve(whole.runId));
    const histograms = await storage.metrics.histograms(whole.runId);
    expect(new Set(histograms.map(({ of }) => of))).toEqual(new Set(['weights', 'gradients']));
    expect(await storage.metrics.histograms(request.runId)).toEqual(histograms);
    const weights = async (id: string) =>
      ((await storage.models.version(id))?.body.spec as NetworkBody | undefined)?.weights.blob.hash;
    expect(await weights(rest.result.modelVersionId)).toBe(await weights(full.result.modelVersionId));
    expect(await judgedOf(request.runId)).toEqual(await judgedOf(whole.runId));
  });

  it.each<[string, TableColumn['cells'], RegExp]>([
    ['one class', new Array<string>(200).fill('same'), /same value/],
    ['no value at all', new Array<null>(200).fill(null), /at least 2 rows/],
    ['10,000 classes', Array.from({ length: 10_000 }, (_, i) => `id ${i}`), /10,000 different values/],
  ])('says what is wrong with a target of %s', async (_case, cells, message) => {
    const columns = churnTable(cells.length).filter(({ field }) => field.name !== 'churned');
    const request = await submit([...columns, column('churned', 'categorical', cells)]);
    await expect(runIt(request)).rejects.toMatchObject({
      code: 'badInput',
      message: expect.stringMatching(message),
    });
    expect(await storage.models.versions(request.modelId)).toEqual([]);
  });

  it('refuses features without a single value', async () => {
    const request = await submit(churnTable(), { features: ['empty'] });
    await expect(runIt(request)).rejects.toMatchObject({ code: 'badInput' });
  });
});
