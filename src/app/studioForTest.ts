/** A studio in memory for tests: real storage, real queue, real comlink; workers that do as they are told. */
import { networkBody } from '#/core/bodies/network';
import type { DataApi } from '#/core/protocol/dataApi';
import type { ColumnStats, DatasetVersion, ColumnType } from '#/core/protocol/dataset';
import type { EngineApi } from '#/core/protocol/engineApi';
import { TetradError } from '#/core/protocol/errors';
import type { Storage } from '#/core/protocol/storage';
import type { TrainEvent, TrainRequest } from '#/core/protocol/train';
import { openStorage } from '#/storage/openStorage';
import { createDataClient } from './clients/dataClient';
import { createEngineClient } from './clients/engineClient';
import { createRowClient } from './clients/rowClient';
import { createSourceClient } from './clients/sourceClient';
import { rowReader } from './clients/rowReader';
import { InMemoryWorker } from './clients/workerForTest';
import { jobDefs } from './jobs/jobDefs';
import { JobQueue } from './jobs/queue';
import type { AppServices } from './services';
import { createTrainBus } from './stores/runStreams';

export interface FakeStudio {
  services: AppServices;
  /** The training that waits for `go`. */
  training(): { request: TrainRequest; worker: InMemoryWorker; go(): void } | undefined;
  /** Trainings wait for `go` instead of ending by themselves. */
  hold: boolean;
  close(): void;
}

const asWorker = (worker: InMemoryWorker) => worker as unknown as Worker;

export async function openFakeStudio(name: string): Promise<FakeStudio> {
  const storage = await openStorage({ name });
  let current: ReturnType<FakeStudio['training']>;
  const trainBus = createTrainBus(name);
  const engineWorker = (): Worker => {
    const worker: InMemoryWorker = new InMemoryWorker(
      fakeEngine(storage, async (request) => {
        if (studio.hold)
          await new Promise<void>((go) => {
            current = { request, worker, go };
          });
      }),
    );
    return asWorker(worker);
  };
  const services: AppServices = {
    storage,
    data: createDataClient(() => asWorker(new InMemoryWorker(fakeData(storage)))),
    engine: createEngineClient(engineWorker),
    rows: createRowClient(() => asWorker(new InMemoryWorker(rowReader()))),
    sources: createSourceClient(() => asWorker(new InMemoryWorker({}))),
    trainBus,
    jobs: undefined as never,
  };
  services.jobs = new JobQueue({ services, defs: jobDefs, name });
  services.jobs.start();
  const studio: FakeStudio = {
    services,
    hold: false,
    training: () => current,
    close: () => {
      services.jobs.close();
      trainBus.close();
      storage.close();
    },
  };
  return studio;
}

const stat = (name: string, values: string[]): ColumnStats => {
  const present = values.filter((value) => value !== '');
  const counts = new Map<string, number>();
  for (const value of present) counts.set(value, (counts.get(value) ?? 0) + 1);
  return {
    name,
    count: values.length,
    missing: values.length - present.length,
    distinct: counts.size,
    distinctCapped: false,
    top: [...counts].map(([value, count]) => ({ value, count })).slice(0, 20),
  };
};

function fakeData(storage: Storage): DataApi {
  return {
    async import({ datasetId, file }, port) {
      const lines = (await file.text()).trim().split('\n');
      if (lines.length < 2) throw new TetradError({ code: 'badInput', message: 'No rows.', place: 'line 1' });
      port.postMessage({ bytesRead: file.size, totalBytes: file.size, rows: lines.length - 1, issues: 0 });
      const names = lines[0]?.split(',') ?? [];
      const columns = names.map((_, i) => lines.slice(1).map((line) => line.split(',')[i] ?? ''));
      const type = (values: string[]): ColumnType =>
        values.every((value) => value === '' || !Number.isNaN(Number(value))) ? 'numeric' : 'categorical';
      return await storage.datasets.commitVersion({
        datasetId,
        schema: {
          kind: 'tabular',
          columns: names.map((field, i) => ({ name: field, type: type(columns[i] ?? []), role: 'feature' })),
        },
        rows: lines.length - 1,
        bytes: file.size,
        chunks: [],
        stats: names.map((field, i) => stat(field, columns[i] ?? [])),
        source: { fileName: file.name, fileBytes: file.size, format: 'csv', details: {} },
        issues: [],
      });
    },
    cancel: async () => {},
    export: async ({ format }) => ({
      ending: format,
      parts: [await storage.blobs.put(new TextEncoder().encode('a,species\n'))],
    }),
    rows: async (_id, start) => ({ start, rows: [] }),
    rowsAt: async (_id, rows) => rows.map((row) => [String(row)]),
    find: async () => [],
    async revise(id, revision) {
      const version = (await storage.datasets.version(id)) as DatasetVersion;
      const { number: _n, createdAt: _c, hash: _h, id: _i, ...rest } = version;
      const columns = 'columns' in revision ? revision.columns : version.schema.columns;
      return await storage.datasets.commitVersion({ ...rest, schema: { kind: 'tabular', columns } });
    },
    diff: async () => {
      throw new TetradError({ code: 'unsupported', message: 'Compared by the real data worker only.' });
    },
    inspect: async () => undefined,
    recognise: async () => undefined,
    view: async () => new Float32Array(),
    sample: async (id) => new File(['a,species\n1,x\n2,y\n3,x\n'], `${id}.csv`),
  };
}

function fakeEngine(storage: Storage, whenTold: (request: TrainRequest) => Promise<void>): EngineApi {
  let stopped: ((how: string) => void) | undefined;
  return {
    probe: async () => [{ backend: 'cpu', available: true, detail: 'fake' }],
    checkGradient: async () => ({ compared: 0, worst: 0, notes: [], passed: false }),
    benchmark: async () => [],
    look: async () => ({ nodes: [], weights: [], facts: [] }),
    lookAtWeight: async () => ({ name: 'w', dtype: 'float', shape: [0], size: 0, values: [] }),
    lookAtTree: async () => ({ trees: 1, tree: 0, leaves: 1, nodes: [] }),
    lookAtShapes: async () => ({ labels: [], base: [0], terms: [] }),
    lookAtComponents: async () => ({ shares: [], kept: 0, names: [], weights: [] }),
    reshape: async () => ({ bytes: new Uint8Array(), tensors: [], metrics: {} }),
    importModel: async () => {
      throw new TetradError({ code: 'unsupported', message: 'Imported by the real engine only.' });
    },
    async train(request, port) {
      const emit = (event: TrainEvent) => port.postMessage(event);
      const stop = new Promise<never>((_resolve, reject) => {
        stopped = (how) => reject(new TetradError({ code: 'cancelled', message: how }));
      });
      emit({
        kind: 'steps',
        epoch: 1,
        epochs: 1,
        step: 2,
        totalSteps: 4,
        losses: [2, 1],
        firstStep: 1,
        learningRate: 0.1,
        samplesPerSecond: 1,
      });
      await Promise.race([whenTold(request), stop]);
      const { runId, modelId, target } = request;
      const run = await storage.runs.get(runId);
      const point = { runId, step: 4, epoch: 1, timestamp: 1 };
      await storage.metrics.append(runId, [{ ...point, name: 'valLoss', value: 0.5 }]);
      const version = await storage.models.commitVersion(
        {
          modelId,
          runId,
          datasetId: run?.datasetId ?? '',
          datasetVersionId: request.datasetVersionId,
          datasetHash: '',
          task: { type: 'classification', target, labels: ['x', 'y'] },
          inputs: [{ name: 'a', type: 'numeric', role: 'feature' }],
          input: { kind: 'tabular', fitted: { version: 1, features: [], width: 0 } },
          body: networkBody({
            arch: { version: 1, inputs: [], nodes: [], outputs: [] },
            weights: { blob: await storage.blobs.put(new Uint8Array([1])), tensors: [] },
          }),
          metrics: { valLoss: 0.5 },
          sampleRows: [],
        },
        { run: {} },
      );
      return { modelVersionId: version.id, metrics: version.metrics };
    },
    explain: async () => {
      throw new TetradError({ code: 'unsupported', message: 'Explained by the real engine only.' });
    },
    explainNow: async () => {
      throw new TetradError({ code: 'unsupported', message: 'Explained by the real engine only.' });
    },
    drift: async () => {
      throw new TetradError({ code: 'unsupported', message: 'Compared by the real engine only.' });
    },
    stop: async (how) => stopped?.(how),
    predict: async ({ rows }) => ({
      predictions: rows.map((row) => ({ value: `v${String(row.a)}`, probabilities: [0.25, 0.75] })),
      latencyMs: 1,
      backend: 'cpu',
      warnings: [],
    }),
    answerStored: async () => {
      throw new TetradError({ code: 'unsupported', message: 'Answered by the real engine only.' });
    },
    encode: async () => ({ latents: [], backend: 'cpu' }),
    decode: async () => ({ predictions: [], latencyMs: 1, backend: 'cpu' }),
    export: async () => ({
      files: [{ name: 'model.onnx', bytes: new Uint8Array([1, 2, 3]) }],
      report: { bytes: 3, sha256: '' },
    }),
  };
}
