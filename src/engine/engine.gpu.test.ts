/** The worker as the page meets it: storage of its own, a training on each backend, prediction, a checked export. */
import { afterAll, describe, expect, it } from 'vitest';
import { movePort, wrapApi } from '#/app/clients/wire';
import type { EngineApi } from '#/core/protocol/engineApi';
import { backendNames, type TrainEvent, type TrainRequest, trainConfig } from '#/core/protocol/train';
import { openStorage } from '#/storage/openStorage';
import iris from './train/fixtures/iris.csv?raw';
import { storeTable } from './train/fixtures/storeTable';

const makeWorker = () => new Worker(new URL('./engine.worker.ts', import.meta.url), { type: 'module' });
const worker = makeWorker();
const engine = wrapApi<EngineApi>(worker);
const storage = await openStorage();
afterAll(() => {
  worker.terminate();
  storage.close();
});

async function submit(backend: 'auto' | (typeof backendNames)[number]): Promise<TrainRequest> {
  const [header, ...lines] = iris.trim().split('\n');
  const names = (header as string).trim().split(',');
  const rows = lines.map((line) => line.trim().split(','));
  const version = await storeTable(
    storage,
    'iris',
    names.map((name, i) => ({
      field: { name, type: i < 4 ? 'numeric' : 'categorical', role: i < 4 ? 'feature' : 'target' },
      cells: rows.map((row) => (i < 4 ? Number(row[i]) : (row[i] as string))),
    })),
  );
  const model = await storage.models.create({ name: 'iris', family: 'mlp' });
  // Few steps at a high rate on a software adapter; enough for the choice of a backend to try every one.
  const epochs = backend === 'auto' ? 30 : 10;
  const config = trainConfig.parse({ backend, epochs, learningRate: 0.05 });
  const request = {
    jobId: 'job',
    modelId: model.id,
    datasetVersionId: version.id,
    target: 'species',
    task: 'classification' as const,
    features: names.slice(0, 4),
    family: 'mlp',
    familyParams: {},
    config,
  };
  const run = await storage.runs.create({
    jobId: 'job',
    name: 'iris',
    modelId: model.id,
    datasetId: version.datasetId,
    datasetVersionId: version.id,
    config,
    task: { type: 'classification', target: 'species', labels: [] },
  });
  return { ...request, runId: run.id };
}

async function train(request: TrainRequest, by = engine) {
  const events: TrainEvent[] = [];
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = (message) => events.push(message.data as TrainEvent);
  const startedAt = performance.now();
  const result = await by.train(request, movePort(port2));
  const seconds = (performance.now() - startedAt) / 1000;
  await new Promise((resolve) => setTimeout(resolve, 50));
  port1.close();
  return { events, result, seconds };
}

describe('engine worker', () => {
  it('knows what this machine has', async () => {
    const found = await engine.probe();
    expect(found.map(({ backend, available }) => [backend, available])).toEqual([
      ['webgpu', true],
      ['wasm', true],
      ['cpu', true],
    ]);
  });

  it.each([...backendNames, 'auto'] as const)('trains iris on %s', async (backend) => {
    const { events, result, seconds } = await train(await submit(backend));
    const prepared = events.find((event) => event.kind === 'prepared');
    const epochs = events.filter((event) => event.kind === 'epoch');
    console.info(
      `${backend}: ${epochs.length} epochs in ${seconds.toFixed(1)} s, valAccuracy ${result.metrics.valAccuracy}; ${prepared?.backend.reason}`,
    );
    if (backend !== 'auto') expect(prepared?.backend.backend).toBe(backend);
    else expect(prepared?.backend.measured).toHaveLength(3);
    expect(events.at(-1)?.kind).toBe('done');
    expect(result.metrics.valAccuracy).toBeGreaterThanOrEqual(0.93);
  });

  it('answers while it trains, and exports a file that agrees', async () => {
    const { result } = await train(await submit('wasm'));
    const other = train(await submit('webgpu'));
    const row = { sepal_length_cm: 5.1, sepal_width_cm: 3.5, petal_length_cm: 1.4, petal_width_cm: 0.2 };
    const { predictions, latencyMs } = await engine.predict({
      modelVersionId: result.modelVersionId,
      rows: [row],
    });
    expect(predictions[0]?.value).toBe('setosa');
    console.info(`one row: ${latencyMs.toFixed(2)} ms`);
    const { files, report } = await engine.export(result.modelVersionId, {
      format: 'onnx',
      opset: 17,
      dynamicBatch: true,
      conv4d: 'folded',
      metadata: true,
    });
    console.info(JSON.stringify(report));
    expect(report.parity?.passed).toBe(true);
    expect(files[0]?.bytes.byteLength).toBe(report.bytes);
    expect((await other).result.metrics.valAccuracy).toBeGreaterThanOrEqual(0.93);
  });

  it('two workers on one run: one trains, the other waits and takes what was made', async () => {
    const late = makeWorker();
    const request = await submit('wasm');
    const [first, second] = await Promise.all([train(request), train(request, wrapApi<EngineApi>(late))]);
    late.terminate();
    expect(second.result).toEqual(first.result);
    const begun = [...first.events, ...second.events].filter(({ kind }) => kind === 'prepared');
    expect(begun).toHaveLength(1);
    expect(await storage.models.versions(request.modelId)).toHaveLength(1);
    const steps = (await storage.metrics.list(request.runId, ['batchLoss'])).map(({ step }) => step);
    expect(steps).toEqual(steps.map((_, at) => at + 1));
  });

  it('stops when cancelled', async () => {
    const request = await submit('webgpu');
    const slow = train({ ...request, config: { ...request.config, epochs: 10_000, earlyStopping: false } });
    await new Promise((resolve) => setTimeout(resolve, 2500));
    await engine.stop('cancel');
    await expect(slow).rejects.toMatchObject({ code: 'cancelled' });
    expect(await storage.models.versions(request.modelId)).toEqual([]);
  });
});
