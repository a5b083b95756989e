/** The page's way to the engine: one worker per training, explanation and export, one long-lived for everything short. */
import type { GradientCheck } from '#/core/expression/checkGradient';
import type { BackendInfo, EngineApi, GradientRequest } from '#/core/protocol/engineApi';
import type { ConvMeasurement } from '#/core/bench/convShapes';
import type { DriftReport } from '#/core/drift/driftReport';
import type { DriftEvent, DriftRequest } from '#/core/protocol/drift';
import type { ExplainEvent, ExplainRequest, ExplainResult } from '#/core/protocol/explain';
import type { ImportedModel, ImportModelRequest } from '#/core/protocol/importModel';
import type {
  DecodeRequest,
  DecodeResult,
  EncodeRequest,
  EncodeResult,
  ExportOptions,
  ExportResult,
  PredictRequest,
  PredictResult,
} from '#/core/protocol/predict';
import type { TrainEvent, TrainRequest, TrainResult } from '#/core/protocol/train';
import { TetradError } from '#/core/protocol/errors';
import { inOwnWorker, raceWorker, restartingWorker } from './raceWorker';
import { stoppable, type Stoppable } from './stoppable';

export interface EngineClient {
  train(
    request: TrainRequest,
    onEvent: (event: TrainEvent) => void,
  ): Stoppable<TrainResult, 'cancel' | 'pause'>;
  explain(
    request: ExplainRequest,
    onEvent: (event: ExplainEvent) => void,
  ): Stoppable<ExplainResult, 'cancel'>;
  explainNow: EngineApi['explainNow'];
  drift(request: DriftRequest, onEvent: (event: DriftEvent) => void): Stoppable<DriftReport, 'cancel'>;
  predict(request: PredictRequest): Promise<PredictResult>;
  answerStored: EngineApi['answerStored'];
  encode(request: EncodeRequest): Promise<EncodeResult>;
  decode(request: DecodeRequest): Promise<DecodeResult>;
  export(modelVersionId: string, options: ExportOptions): Promise<ExportResult>;
  importModel(request: ImportModelRequest): Stoppable<ImportedModel, 'cancel'>;
  look: EngineApi['look'];
  lookAtWeight: EngineApi['lookAtWeight'];
  lookAtTree: EngineApi['lookAtTree'];
  lookAtShapes: EngineApi['lookAtShapes'];
  lookAtComponents: EngineApi['lookAtComponents'];
  reshape: EngineApi['reshape'];
  probe(): Promise<BackendInfo[]>;
  checkGradient(request: GradientRequest): Promise<GradientCheck>;
  benchmark(shape: string, options: { peer: boolean }): Promise<ConvMeasurement[]>;
}

export function createEngineClient(createWorker: () => Worker): EngineClient {
  const shared = restartingWorker<EngineApi>(createWorker, 'engine');
  return {
    train: (request, onEvent) =>
      stoppable(
        raceWorker<EngineApi>(createWorker(), 'training'),
        (api, port) => api.train(request, port),
        (api, how: 'cancel' | 'pause') => api.stop(how),
        onEvent,
      ),
    explain: (request, onEvent) =>
      stoppable(
        raceWorker<EngineApi>(createWorker(), 'explaining'),
        (api, port) => api.explain(request, port),
        (api, how: 'cancel') => api.stop(how),
        onEvent,
      ),
    explainNow: (request) => shared().explainNow(request),
    drift: (request, onEvent) =>
      stoppable(
        raceWorker<EngineApi>(createWorker(), 'comparing'),
        (api, port) => api.drift(request, port),
        (api, how: 'cancel') => api.stop(how),
        onEvent,
      ),
    predict: (request) => shared().predict(request),
    answerStored: (request) => shared().answerStored(request),
    encode: (request) => shared().encode(request),
    decode: (request) => shared().decode(request),
    export: (modelVersionId, options) =>
      inOwnWorker<EngineApi, ExportResult>(createWorker(), 'export', (api) =>
        api.export(modelVersionId, options),
      ),
    importModel(request) {
      const connection = raceWorker<EngineApi>(createWorker(), 'import');
      return {
        done: connection.api.importModel(request).finally(() => connection.terminate()),
        // It has stored nothing that anything names.
        stop: () => connection.terminate(new TetradError({ code: 'cancelled', message: 'Stopped.' })),
      };
    },
    look: (id) => shared().look(id),
    lookAtWeight: (id, weight) => shared().lookAtWeight(id, weight),
    lookAtTree: (id, which) => shared().lookAtTree(id, which),
    lookAtShapes: (id) => shared().lookAtShapes(id),
    lookAtComponents: (id) => shared().lookAtComponents(id),
    reshape: (id, edits) => shared().reshape(id, edits),
    probe: () => shared().probe(),
    checkGradient: (request) => shared().checkGradient(request),
    benchmark: (shape, options) => shared().benchmark(shape, options),
  };
}
