/**
 * The databases and every version their schema ever had. A released version is never edited:
 * of the strict database the next one is a step in migrations/. Three databases, because Dexie sets durability per database:
 *   <name>          strict: what must survive a power cut once acknowledged (manifests, checkpoints, registry)
 *   <name>-relaxed  relaxed: frequent small writes (metrics, progress, command log)
 *   <name>-blobs    strict: pieces of blobs, only where OPFS is missing
 */
import type { Dexie, Table, Transaction } from 'dexie';
import type { Dataset, DatasetVersion } from '#/core/protocol/dataset';
import type { Job } from '#/core/protocol/job';
import type { PackedCurve } from '#/core/logged/bucketCurve';
import type { PackedSeries } from '#/core/logged/series';
import type {
  AliasMove,
  Experiment,
  HistogramPoint,
  MetricPoint,
  Model,
  ModelVersion,
  Run,
  Snapshot,
} from '#/core/protocol/model';
import type { Alert } from '#/core/inUse/alerts';
import type { Comparison } from '#/core/inUse/comparison';
import type { AnsweredCall, AnsweredRow, AnswerLog } from '#/core/protocol/inUse';
import type { Checkpoint, LogEntry } from '#/core/protocol/storage';
import { migrations } from './migrations/index';
import { toSchemaVersion } from './migrations/migration';

export interface SchemaVersion {
  version: number;
  stores: Record<string, string | null>;
  upgrade?: (transaction: Transaction) => Promise<unknown>;
}

/** Aliases as pairs: a user's alias is never a key of a stored object. */
export type ModelRow = Omit<Model, 'aliases'> & { aliases: [alias: string, versionId: string][] };

export interface SettingRow {
  key: string;
  value: unknown;
}

/** What one record names: the hashes of blobs, each once. Kept by blobNames.ts, never written by hand. */
export interface BlobNamesRow {
  table: string;
  key: string;
  hashes: string[];
}
export const blobNamesTable = 'blobNames';

/** The newest, with the earlier ones that are kept: one row, so that they change together. */
export type CheckpointRow = Checkpoint & { earlier?: Checkpoint[] };

export interface StrictDatabase extends Dexie {
  datasets: Table<Dataset, string>;
  datasetVersions: Table<DatasetVersion, string>;
  jobs: Table<Job, string>;
  experiments: Table<Experiment, string>;
  runs: Table<Run, string>;
  models: Table<ModelRow, string>;
  modelVersions: Table<ModelVersion, string>;
  aliasMoves: Table<AliasMove, string>;
  checkpoints: Table<CheckpointRow, string>;
  settings: Table<SettingRow, string>;
  blobNames: Table<BlobNamesRow, [table: string, key: string]>;
}

export const strictVersions: SchemaVersion[] = [
  {
    version: 1,
    stores: {
      datasets: 'id, createdAt',
      datasetVersions: 'id, &[datasetId+number]',
      jobs: 'id, createdAt, status',
      experiments: 'id',
      runs: 'id, startedAt, datasetId, modelId',
      models: 'id, createdAt',
      modelVersions: 'id, &[modelId+number], datasetId',
      aliasMoves: 'id, [modelId+at]',
      checkpoints: 'runId',
      settings: 'key',
    },
  },
  ...migrations.map((steps, i) => toSchemaVersion(steps, i + 2)),
];

/**
 * Points of one append, in one row, as they came. Few of a run lie here: they are packed with those before (see
 * metrics/packTail.ts); what an earlier release left here is read as well.
 */
export interface MetricBatch {
  id?: number;
  runId: string;
  points: MetricPoint[];
  histograms?: HistogramPoint[];
}

/** What a run logged, of what is packed: asked for before any curve, of hundreds of runs at once. */
export interface MetricNamesRow {
  runId: string;
  names: string[];
}

/** What a whole series looks like, by its key [runId, name]: what a chart reads first. */
export interface MetricCurveRow {
  runId: string;
  name: string;
  /** Of the series of its run, by when they were first logged. */
  order: number;
  curve: PackedCurve;
  /** What lies where, without reading it. */
  chunks: ChunkSpan[];
}

export interface ChunkSpan {
  number: number;
  count: number;
  steps: [lowest: number, highest: number];
  epochs: [lowest: number, highest: number];
}

/** Some thousand points of a series, in the order logged. */
export interface MetricChunkRow extends PackedSeries {
  runId: string;
  name: string;
  /** Ascending; some may be missing. */
  number: number;
}

/** Moved here when the points that they were logged with are packed. */
export interface HistogramRow {
  id?: number;
  runId: string;
  histograms: HistogramPoint[];
}

/** The last reported progress of a running job; the job itself is in the strict database. */
export type ProgressRow = Pick<Job, 'id' | 'progress' | 'message' | 'secondsLeft'>;

export type SnapshotRow = Snapshot & { runId: string };

export interface RelaxedDatabase extends Dexie {
  metrics: Table<MetricBatch, number>;
  metricNames: Table<MetricNamesRow, string>;
  metricCurves: Table<MetricCurveRow, [runId: string, name: string]>;
  metricChunks: Table<MetricChunkRow, [runId: string, name: string, number: number]>;
  metricHistograms: Table<HistogramRow, number>;
  snapshots: Table<SnapshotRow, [runId: string, epoch: number]>;
  progress: Table<ProgressRow, string>;
  log: Table<LogEntry & { sequence?: number }, number>;
  answerLogs: Table<AnswerLog, string>;
  answeredCalls: Table<AnsweredCall & { sequence?: number }, number>;
  answeredRows: Table<AnsweredRow & { sequence?: number }, number>;
  comparisons: Table<Comparison, string>;
  alerts: Table<Alert, string>;
}

/** What a run logged lies in these. */
export const metricTables = ({
  metrics,
  metricNames,
  metricCurves,
  metricChunks,
  metricHistograms,
}: RelaxedDatabase) => [metrics, metricNames, metricCurves, metricChunks, metricHistograms];

/** Their rows belong to runs, and go with them. */
export const tablesOfRuns = (relaxed: RelaxedDatabase) => [...metricTables(relaxed), relaxed.snapshots];

/** What is kept of models in use: each row is of one model, and goes with it. */
export const tablesInUse = ({
  answerLogs,
  answeredCalls,
  answeredRows,
  comparisons,
  alerts,
}: RelaxedDatabase) => [answerLogs, answeredCalls, answeredRows, comparisons, alerts];

export const relaxedVersions: SchemaVersion[] = [
  {
    version: 1,
    stores: { metrics: '++id, runId', progress: 'id', log: '++sequence' },
  },
  { version: 2, stores: { snapshots: '[runId+epoch], runId' } },
  {
    version: 3,
    stores: {
      metricCurves: '[runId+name], runId',
      metricChunks: '[runId+name+number], runId',
      metricHistograms: '++id, runId',
    },
  },
  { version: 4, stores: { metricNames: 'runId' } },
  {
    version: 5,
    stores: {
      answerLogs: 'modelId',
      answeredCalls: '++sequence, modelId, [modelId+at]',
      answeredRows: '++sequence, modelId, [modelId+id]',
    },
  },
  { version: 6, stores: { comparisons: 'id, modelId' } },
  { version: 7, stores: { alerts: 'id, modelId' } },
];

export interface BlobRow {
  hash: string;
  bytes: number;
  pieces: number;
  modifiedAt: number;
}

export interface BlobDatabase extends Dexie {
  blobs: Table<BlobRow, string>;
  pieces: Table<{ hash: string; index: number; data: Uint8Array<ArrayBuffer> }, [string, number]>;
}

export const blobVersions: SchemaVersion[] = [
  { version: 1, stores: { blobs: 'hash', pieces: '[hash+index]' } },
];
