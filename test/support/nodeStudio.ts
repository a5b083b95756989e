/**
 * A whole studio in Node: real storage (blobs in IndexedDB), real queue, real import, real training on the CPU
 * backend. Only the threads are missing: its workers live in this one.
 */
// The union package registers gradients in the copy of tfjs-core that Node loads.
import '@tensorflow/tfjs';
import 'fake-indexeddb/auto';
import * as ort from 'onnxruntime-web';
import { createDataClient, type DataClient } from '#/app/clients/dataClient';
import { createEngineClient } from '#/app/clients/engineClient';
import { createRowClient } from '#/app/clients/rowClient';
import { createSourceClient } from '#/app/clients/sourceClient';
import { rowReader } from '#/app/clients/rowReader';
import { isBeat } from '#/app/clients/watchdog';
import { inMemoryWorker } from '#/app/clients/workerForTest';
import { jobDefs } from '#/app/jobs/jobDefs';
import { JobQueue } from '#/app/jobs/queue';
import type { AppServices } from '#/app/services';
import { createTrainBus } from '#/app/stores/runStreams';
import type { EngineApi } from '#/core/protocol/engineApi';
import { Pulse } from '#/core/protocol/heartbeat';
import type { Storage } from '#/core/protocol/storage';
import type { TrainEvent } from '#/core/protocol/train';
import { createDataService } from '#/data/dataService';
import { createSourceService } from '#/data/sources/sourceService';
import type { Patience } from '#/data/sources/transfer';
import { probe } from '#/engine/backends/probe';
import { openCpu } from '#/engine/backends/cpu';
import type { TfBackend } from '#/engine/backends/tfBackend';
import { exportVersion } from '#/engine/export/exportVersion';
import { driftVersion } from '#/engine/drift/driftVersion';
import { explainOpen, explainVersion } from '#/engine/explain/explainVersion';
import { lookAtWeight, lookInto } from '#/engine/look/look';
import { lookAtTree } from '#/engine/look/lookAtTree';
import { lookAtComponents } from '#/engine/look/lookAtComponents';
import { lookAtShapes, reshape } from '#/engine/look/shapes';
import { importModel } from '#/engine/importModel/importModel';
import { type OrtBuild, runOnnx } from '#/engine/ort/runOnnx';
import { answerStored } from '#/engine/predict/answerStored';
import { openModel } from '#/engine/predict/openModel';
import { decode, encode } from '#/engine/predict/latents';
import { predict } from '#/engine/predict/predictSamples';
import { checkLossGradient } from '#/engine/train/checkLossGradient';
import { runTraining } from '#/engine/train/runTraining';
import { openStorage } from '#/storage/openStorage';

const inNode: OrtBuild = { provider: 'wasm', load: async () => ort };

export interface NodeStudioOptions {
  /** Of what is fetched. */
  patience?: Patience;
  /** Waited for whenever a training lets messages in. */
  breathe?(runId: string): Promise<void>;
  /** What it trains and explains on: the CPU backend unless said. */
  open?(): Promise<TfBackend>;
  /** How often a training is kept: after each epoch unless told. */
  checkpointEveryMs?: number;
  /** That a training may take of the machine's memory. */
  allowedBytes?: number;
  /** Everything a training says. */
  onEvent?(runId: string, event: TrainEvent): void;
}

export interface NodeStudio {
  services: AppServices;
  close(): void;
}

export async function openNodeStudio(name: string, options: NodeStudioOptions = {}): Promise<NodeStudio> {
  const storage = await openStorage({ name, blobs: 'dexie' });
  const trainBus = createTrainBus(name);
  const services: AppServices = {
    storage,
    data: nodeData(storage),
    engine: createEngineClient(() => inMemoryWorker(nodeEngine(storage, options))),
    rows: createRowClient(() => inMemoryWorker(rowReader())),
    sources: createSourceClient(() =>
      inMemoryWorker(createSourceService(async () => storage, { patience: options.patience })),
    ),
    trainBus,
    jobs: undefined as never,
  };
  services.jobs = new JobQueue({ services, defs: jobDefs, name });
  services.jobs.start();
  return {
    services,
    close: () => {
      services.jobs.close();
      trainBus.close();
      storage.close();
    },
  };
}

/** Imports are called, not posted: a File that crosses a port of Node arrives without its name. */
function nodeData(storage: Storage): DataClient {
  const service = createDataService(async () => storage);
  return {
    ...createDataClient(() => inMemoryWorker(service)),
    inspect: (kind, file, folder) => service.inspect(kind, file, folder),
    recognise: (file, how) => service.recognise(file, how),
    sample: (type) => service.sample(type),
    import: (request, onEvent) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = ({ data }) => {
        if (!isBeat(data)) onEvent(data);
      };
      const done = service.import(request, port2).finally(() => port1.close());
      return { done, stop: () => void service.cancel(request.jobId) };
    },
  };
}

function nodeEngine(
  storage: Storage,
  { open = openCpu, breathe, onEvent, checkpointEveryMs = 0, allowedBytes }: NodeStudioOptions,
): Omit<EngineApi, 'benchmark'> {
  let stop: 'cancel' | 'pause' | undefined;
  return {
    probe,
    async train(request, port) {
      const pulse = new Pulse((beat) => port.postMessage(beat));
      const backend = await open();
      try {
        return await runTraining(request, {
          ort: inNode,
          storage,
          emit: (event) => {
            onEvent?.(request.runId, event);
            port.postMessage(event);
          },
          stopped: () => stop,
          breathe: async () => {
            pulse.breathe();
            await breathe?.(request.runId);
            await new Promise((resolve) => setTimeout(resolve));
          },
          choose: async () => ({
            backend,
            choice: { backend: backend.name, reason: 'the only one in Node', measured: [] },
          }),
          beside: openCpu,
          checkpointEveryMs,
          ...(allowedBytes !== undefined && { allowedBytes }),
        });
      } finally {
        pulse.stop();
        port.close();
      }
    },
    async drift(request, port) {
      try {
        return await driftVersion(request, {
          storage,
          emit: (event) => port.postMessage(event),
          stopped: () => stop !== undefined,
          breathe: () => new Promise((resolve) => setTimeout(resolve)),
          open: openCpu,
          ort: inNode,
        });
      } finally {
        port.close();
      }
    },
    async explain(request, port) {
      try {
        return await explainVersion(request, {
          storage,
          emit: (event) => port.postMessage(event),
          stopped: () => stop !== undefined,
          breathe: () => new Promise((resolve) => setTimeout(resolve)),
          open,
          ort: inNode,
        });
      } finally {
        port.close();
      }
    },
    async explainNow(request) {
      const model = await openModel(request.modelVersionId, storage, undefined, inNode);
      try {
        return await explainOpen(model, request, {
          storage,
          emit: () => undefined,
          stopped: () => false,
          breathe: () => Promise.resolve(),
        });
      } finally {
        model.dispose();
      }
    },
    async stop(how) {
      stop = how;
    },
    async predict(request) {
      const model = await openModel(request.modelVersionId, storage, undefined, inNode);
      try {
        return await predict(model, request, storage);
      } finally {
        model.dispose();
      }
    },
    async answerStored({ modelVersionId, ...request }) {
      const model = await openModel(modelVersionId, storage, undefined, inNode);
      try {
        return await answerStored(model, request, storage);
      } finally {
        model.dispose();
      }
    },
    async encode({ modelVersionId, ...request }) {
      const model = await openModel(modelVersionId, storage, undefined, inNode);
      try {
        return await encode(model, request, storage);
      } finally {
        model.dispose();
      }
    },
    async decode({ modelVersionId, latents }) {
      const model = await openModel(modelVersionId, storage, undefined, inNode);
      try {
        return await decode(model, latents);
      } finally {
        model.dispose();
      }
    },
    async export(modelVersionId, options) {
      const model = await openModel(modelVersionId, storage, undefined, inNode);
      try {
        const registered = await storage.models.get(model.version.modelId);
        return await exportVersion(model, registered, options, storage, (bytes, batches) =>
          runOnnx(bytes, batches, inNode),
        );
      } finally {
        model.dispose();
      }
    },
    look: (id) => lookInto(id, storage),
    lookAtWeight: (id, weight) => lookAtWeight(id, weight, storage),
    lookAtTree: (id, which) => lookAtTree(id, which, storage),
    lookAtShapes: (id) => lookAtShapes(id, storage),
    lookAtComponents: (id) => lookAtComponents(id, storage),
    reshape: (id, edits) => reshape(id, edits, storage),
    importModel: (request) => importModel(request, storage, inNode),
    async checkGradient(request) {
      return await checkLossGradient((await openCpu()).tf, request);
    },
  };
}
