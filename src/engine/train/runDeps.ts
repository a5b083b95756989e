/** What one training run is lent by the thread it runs in. */
import type { ModelVersion } from '#/core/protocol/model';
import type { Storage } from '#/core/protocol/storage';
import type { TrainEvent } from '#/core/protocol/train';
import type { OrtBuild } from '../ort/runOnnx';
import type { TfBackend } from '../backends/tfBackend';
import type { chooseBackend } from '../backends/chooseBackend';

/** What a training reads and writes of it. */
export interface TrainStorage {
  blobs: Storage['blobs'];
  datasets: Pick<Storage['datasets'], 'version' | 'get'>;
  runs: Pick<Storage['runs'], 'get' | 'list'>;
  metrics: Pick<Storage['metrics'], 'append' | 'truncate' | 'pack'>;
  snapshots: Pick<Storage['snapshots'], 'put' | 'truncate'>;
  models: Pick<Storage['models'], 'get' | 'version'> & {
    commitVersion(...given: Parameters<Storage['models']['commitVersion']>): Promise<ModelVersion>;
  };
  checkpoints: Pick<Storage['checkpoints'], 'list' | 'delete'> & {
    put(...given: Parameters<Storage['checkpoints']['put']>): Promise<unknown>;
  };
  settings: Pick<Storage['settings'], 'get' | 'set'>;
  writing: Storage['writing'];
}

export interface RunDeps {
  storage: TrainStorage;
  emit(event: TrainEvent): void;
  stopped(): 'cancel' | 'pause' | undefined;
  breathe(): Promise<void>;
  /** Of the data; what is larger is read batch by batch. */
  allowedBytes?: number;
  choose?: typeof chooseBackend;
  /** Where a version's reference is made, where that is not WASM. */
  beside?(): Promise<TfBackend>;
  /** The build of ONNX Runtime, where it is not the browser's. */
  ort?: OrtBuild;
  checkpointEveryMs?: number;
  checkpointInEpochMs?: number;
}
