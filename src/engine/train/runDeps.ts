/** What one training run is lent by the thread it runs in. */
import type { Storage } from '#/core/protocol/storage';
import type { TrainEvent } from '#/core/protocol/train';
import type { OrtBuild } from '../ort/runOnnx';
import type { chooseBackend } from '../backends/chooseBackend';

export type TrainStorage = Pick<
  Storage,
  'blobs' | 'datasets' | 'runs' | 'metrics' | 'snapshots' | 'models' | 'checkpoints' | 'settings' | 'writing'
>;

export interface RunDeps {
  storage: TrainStorage;
  emit(event: TrainEvent): void;
  stopped(): 'cancel' | 'pause' | undefined;
  breathe(): Promise<void>;
  /** Of the data; what is larger is read batch by batch. */
  allowedBytes?: number;
  choose?: typeof chooseBackend;
  /** The build of ONNX Runtime, where it is not the browser's. */
  ort?: OrtBuild;
  checkpointEveryMs?: number;
  checkpointInEpochMs?: number;
}
