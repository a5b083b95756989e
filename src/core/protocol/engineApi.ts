/** What the page may ask the engine worker. Types only; JSON, ids and transferred arrays cross. */
import type { ShapeEdit } from '../additive/editShapes';
import type { ShownComponents } from '../components/shownComponents';
import type { ShownShapes } from '../additive/shownShapes';
import type { Reshaped } from './reshaped';
import type { DrawnTree } from '../trees/drawnTree';
import type { ModelGraph, WeightView } from '../modelGraph/modelGraph';
import type { GradientCheck } from '../expression/checkGradient';
import type { ConvMeasurement } from '../bench/convShapes';
import type { DriftReport } from '../drift/driftReport';
import type { DriftRequest } from './drift';
import type { ExplainRequest, ExplainResult } from './explain';
import type { ImportedModel, ImportModelRequest } from './importModel';
import type {
  DecodeRequest,
  DecodeResult,
  EncodeRequest,
  EncodeResult,
  ExportOptions,
  ExportResult,
  PredictRequest,
  PredictResult,
  StoredAnswers,
  StoredRequest,
} from './predict';
import type { TargetValue } from '../tasks/targetValue';
import type { BackendName, TrainConfig, TrainRequest, TrainResult } from './train';

export interface BackendInfo {
  backend: BackendName;
  available: boolean;
  /** Adapter description, SIMD/threads, or why it is not available. */
  detail: string;
  /** The largest tensor it can hold, where there is a limit. */
  maxTensorBytes?: number;
}

/** A loss that the user writes, to be held against differences. */
export interface GradientRequest {
  /** What the loss judges. */
  value: TargetValue;
  lossParams: TrainConfig['lossParams'];
  /** Means nothing for numbers. */
  classes: number;
}

export interface EngineApi {
  /** Which backends this machine has. Creates no tensors. */
  probe(): Promise<BackendInfo[]>;
  /** Trains to the end, streaming TrainEvent on `port` (closed at the end). Resumes from the run's checkpoint if there is one. */
  train(request: TrainRequest, port: MessagePort): Promise<TrainResult>;
  /** Why a model answers as it does, streaming ExplainEvent on `port` (closed at the end). */
  explain(request: ExplainRequest, port: MessagePort): Promise<ExplainResult>;
  /** The same of what takes a moment, by a model that stays open: nothing is told on the way. */
  explainNow(request: ExplainRequest): Promise<ExplainResult>;
  /** Whether rows are as those a version learnt from, streaming DriftEvent on `port` (closed at the end). */
  drift(request: DriftRequest, port: MessagePort): Promise<DriftReport>;
  /** Asks the running training (or explanation, which can only be cancelled) to stop between two steps; `train` then rejects with `cancelled` (or `paused` keeps its checkpoint). */
  stop(how: 'cancel' | 'pause'): Promise<void>;
  predict(request: PredictRequest): Promise<PredictResult>;
  /** The answers' numbers alone, of a model on tables. */
  answerStored(request: StoredRequest): Promise<StoredAnswers>;
  encode(request: EncodeRequest): Promise<EncodeResult>;
  decode(request: DecodeRequest): Promise<DecodeResult>;
  /** Writes the file, runs it in onnxruntime-web on the version's sample rows and compares. */
  export(modelVersionId: string, options: ExportOptions): Promise<ExportResult>;
  /** Reads and tries a model that somebody else made, and stores its bytes. Refuses by name what cannot run here. */
  importModel(request: ImportModelRequest): Promise<ImportedModel>;
  /** What a model version is made of. unsupported where that is no graph. */
  look(modelVersionId: string): Promise<ModelGraph>;
  lookAtWeight(modelVersionId: string, weight: number): Promise<WeightView>;
  /** Down to so many questions. unsupported where it has no trees. */
  lookAtTree(modelVersionId: string, which: { tree: number; depth: number }): Promise<DrawnTree>;
  lookAtShapes(modelVersionId: string): Promise<ShownShapes>;
  lookAtComponents(modelVersionId: string): Promise<ShownComponents>;
  /** Its shapes changed by hand; not stored. */
  reshape(modelVersionId: string, edits: readonly ShapeEdit[]): Promise<Reshaped>;
  /** Whether the gradient of a loss is its slope. */
  checkGradient(request: GradientRequest): Promise<GradientCheck>;
  /** Times our convolutions of one shape (core/bench/convShapes) on WebGPU; with `peer` also tfjs. */
  benchmark(shape: string, options: { peer: boolean }): Promise<ConvMeasurement[]>;
}
