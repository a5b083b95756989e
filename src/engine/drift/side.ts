/** The rows that are compared, and the version that they are compared for. */
import type { DatasetVersion } from '#/core/protocol/dataset';
import type { ModelVersion } from '#/core/protocol/model';
import type { Windowing } from './windowing';

export interface Side {
  version: ModelVersion;
  dataset: DatasetVersion;
  /** Of each row of the dataset whether it is compared; absent: all. */
  kept?: Uint8Array;
  rows: Uint32Array;
  windowing?: Windowing;
}
