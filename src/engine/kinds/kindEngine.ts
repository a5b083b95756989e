/**
 * How samples of a kind (core/kinds) get into a model: prepared for a training, opened from a dataset version, or as a
 * person gave them. One file each; a line in index.ts.
 */
import type { AskedInput } from '#/core/explain/explainerDef';
import type { ExportedInput } from '#/core/kinds/kindDef';
import type { RawSamples } from '#/core/kinds/rawSamples';
import type { Feed } from '#/core/onnx/feeds';
import type { Column, DatasetKind, DatasetVersion } from '#/core/protocol/dataset';
import type { FittedInput, ModelVersion } from '#/core/protocol/model';
import type { PredictRequest } from '#/core/protocol/predict';
import type { Storage } from '#/core/protocol/storage';
import type { TaskSpec, TrainRequest } from '#/core/protocol/train';
import type { PreparedData } from './preparedData';
import type { Remarks } from './remarks';

export type Blobs = Pick<Storage['blobs'], 'get' | 'scratch'>;
export type AskedVersion = Pick<ModelVersion, 'inputs' | 'input' | 'datasetVersionId' | 'sampleRows'>;
export type PrepareRequest = Pick<
  TrainRequest,
  'target' | 'task' | 'features' | 'family' | 'familyParams' | 'config' | 'fold'
> & { kept?: Kept };

/** What a training keeps of the model version that it begins with. */
export interface Kept {
  /** How samples enter: fitted then, not anew. */
  input: FittedInput;
  /** The raw fields of it. */
  inputs: Column[];
  /** Of one that goes on: its labels and scales. */
  task?: TaskSpec;
  /** By row of the dataset version, which side it was on (core/split/keepSides). */
  sides?: Uint8Array;
}

export interface DatasetSamples {
  /** What the model takes of a sample. */
  inputs: AskedInput[];
  /** Samples of the version by number, raw. */
  read(rows: ArrayLike<number>): Promise<RawSamples>;
}

export interface KindEngine {
  type: DatasetKind;
  /** badInput where there is nothing to learn from. What is larger than allowed is read batch by batch. */
  prepare(
    version: DatasetVersion,
    request: PrepareRequest,
    blobs: Blobs,
    allowedBytes: number,
  ): Promise<PreparedData>;
  /** badInput where the dataset is not what the model takes. */
  open(model: AskedVersion, dataset: DatasetVersion, blobs: Blobs): Promise<DatasetSamples>;
  /** Samples as a person or a program gave them. */
  ask(
    model: AskedVersion,
    request: Omit<PredictRequest, 'modelVersionId'>,
    storage: Pick<Storage, 'blobs' | 'datasets'>,
    remarks: Remarks,
  ): Promise<RawSamples>;
  /** As a body takes them: row-major [rows, ...shape]. */
  enter(model: AskedVersion, samples: RawSamples, remarks?: Remarks): Float32Array;
  /** Of samples that are cut into pieces: what each piece says, by sample; no more than the model takes. */
  pieces?(model: AskedVersion, samples: RawSamples): string[][];
  /** Real samples, and some that try what these may not hold. */
  trial(model: AskedVersion, storage: Pick<Storage, 'blobs' | 'datasets'>): Promise<RawSamples>;
  /** As an exported file takes them. */
  feeds(inputs: readonly ExportedInput[], samples: RawSamples, model: AskedVersion): Feed[];
  /** Largest difference to an exported file that is rounding. */
  tolerance: number;
  /** Whether an exported file is tried on ONNX Runtime's WebGPU as well, which not every graph runs on. */
  onWebgpu: boolean;
}
