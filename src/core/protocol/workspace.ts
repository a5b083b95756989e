/** Everything a studio holds but the bytes, or a part of it: what a workspace file carries. */
import type { BlobRef, Dataset, DatasetVersion } from './dataset';
import type { Job } from './job';
import type { AliasMove, Experiment, Model, ModelVersion, Run } from './model';
import type { Checkpoint } from './storage';
import type { RecordEdit } from './sync';

/** The newest, with the earlier ones that are kept. */
export type KeptCheckpoints = Checkpoint & { earlier?: Checkpoint[] };

export interface WorkspaceRecords {
  experiments: Experiment[];
  datasets: Dataset[];
  datasetVersions: DatasetVersion[];
  models: Model[];
  modelVersions: ModelVersion[];
  aliasMoves: AliasMove[];
  runs: Run[];
  checkpoints: KeptCheckpoints[];
  jobs: Job[];
  settings: { key: string; value: unknown }[];
}

export type RecordTable = keyof WorkspaceRecords;

export interface Merged {
  /** What was not here before, by table. */
  added: Record<RecordTable, number>;
  /** What was here already, and stayed as it is. */
  known: Record<RecordTable, number>;
  /** Datasets and models that got another name, since theirs was taken by another. */
  renamed: { from: string; to: string }[];
}

export interface WorkspaceRepository {
  /** The version of the records. */
  readonly schema: number;
  /** All there is, as of one moment. */
  records(): Promise<WorkspaceRecords>;
  blobsOf(records: WorkspaceRecords): Promise<BlobRef[]>;
  /**
   * Adds what is not here, in one transaction: all of it or nothing. What is here stays as it is; a version whose
   * number is taken gets the next one, an alias that is set stays where it points. Its blobs have to be there.
   */
  merge(records: WorkspaceRecords): Promise<Merged>;
  /** Records as another studio has them, in one transaction; these blobs have to be there. */
  edit(
    edits: readonly RecordEdit[],
    blobs: readonly BlobRef[],
    givenNumber: (versionId: string) => number | undefined,
  ): Promise<void>;
}
