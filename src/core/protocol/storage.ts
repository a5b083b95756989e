/**
 * Storage as other layers see it (storage/ implements, composition roots hand it over).
 * Reads answer `undefined` for what is not there; writes to what is not there throw `notFound`.
 */
import type { BlobRef, Dataset, DatasetVersion } from './dataset';
import type { ErrorInfo } from './errors';
import type { Job } from './job';
import type {
  AliasMove,
  Experiment,
  HistogramPoint,
  MetricPoint,
  Model,
  ModelVersion,
  Run,
  RunStatus,
  Snapshot,
} from './model';
import type { InUseRepository } from './inUse';
import type { SyncStore } from './sync';
import type { WorkspaceRepository } from './workspace';
import type { DrawnSeries } from '../logged/bucketCurve';
import type { LoggedSeries } from '../logged/series';

/** Content-addressed bytes. Chunks without a manifest are garbage; a manifest is written last. */
export interface BlobStore {
  /** Stores bytes and resolves when they are durable: then their memory is the caller's again. Same bytes, same ref, stored once. */
  put(bytes: Uint8Array): Promise<BlobRef>;
  /** Whole blob; its hash is verified on first use in this thread. Throws `corrupt` / `notFound`. */
  get(ref: BlobRef): Promise<Uint8Array<ArrayBuffer>>;
  /** As `get`, as a Blob that is read from the disk only where and when it is used, if the browser can. */
  open(ref: BlobRef): Promise<Blob>;
  has(hash: string): Promise<boolean>;
  /** undefined where this thread cannot have one. */
  scratch?(): Promise<Scratch | undefined>;
}

/** A file of one thread's own, for what can be made again; gone when closed, or with the thread. */
export interface Scratch {
  /** Throws where there is no room. */
  write(bytes: Uint8Array, at: number): void;
  /** False where so much was never written there. */
  read(into: Uint8Array, at: number): boolean;
  close(): Promise<void>;
}

/** A change, or a function of the current record (read and written in one transaction; undefined = leave it). */
export type Change<T, K extends keyof T> =
  | Partial<Pick<T, K>>
  | ((current: T) => Partial<Pick<T, K>> | undefined);

/** What the repository fills in itself. */
type Given<T, K extends keyof T> = Omit<T, K> & Partial<Pick<T, K>>;

export type NewDataset = Given<Dataset, 'id' | 'description' | 'tags' | 'createdAt' | 'updatedAt'>;
export type NewDatasetVersion = Omit<DatasetVersion, 'number' | 'createdAt' | 'hash' | 'id'> & {
  id?: string;
};

export interface DatasetRepository {
  create(dataset: NewDataset): Promise<Dataset>;
  get(id: string): Promise<Dataset | undefined>;
  /** Newest first. */
  list(): Promise<Dataset[]>;
  hasName(name: string): Promise<boolean>;
  /** Whatever a change that is a function throws leaves the record as it was. */
  update(id: string, change: Change<Dataset, 'name' | 'description' | 'tags'>): Promise<Dataset>;
  /** The dataset with all its versions; the bytes that nothing else names go by themselves, some seconds later. */
  delete(id: string): Promise<void>;
  /** Writes the manifest, last, and makes it the latest: complete or invisible. Numbers and hashes it. */
  commitVersion(version: NewDatasetVersion): Promise<DatasetVersion>;
  version(id: string): Promise<DatasetVersion | undefined>;
  /** Of one dataset, newest first. */
  versions(datasetId: string): Promise<DatasetVersion[]>;
  dependants(
    id: string,
  ): Promise<{ runs: { id: string; name: string }[]; models: { id: string; name: string }[] }>;
}

export type NewJob = Pick<Job, 'kind' | 'lane' | 'title' | 'input'> & Partial<Job>;
export type NewChildJob = NewJob & Required<Pick<Job, 'parentId' | 'key'>>;
export type JobChange = Change<Job, Exclude<keyof Job, 'id' | 'kind' | 'createdAt'>>;

export interface JobRepository {
  /** Status `queued` unless told. */
  create(job: NewJob): Promise<Job>;
  /** The parent's child of that key, made unless there is one. Throws `conflict` once the parent has ended. */
  child(job: NewChildJob): Promise<{ job: Job; made: boolean }>;
  get(id: string): Promise<Job | undefined>;
  /** Newest first. */
  list(): Promise<Job[]>;
  /** Those that are not completed, failed or cancelled, newest first. */
  unfinished(): Promise<Job[]>;
  /** In the order they were asked for. */
  children(parentId: string): Promise<Job[]>;
  /** A change of only progress, message and secondsLeft is cheap (relaxed durability); all else is strict. */
  update(id: string, change: JobChange): Promise<Job>;
  delete(id: string): Promise<void>;
  /** For the tab that takes the queue over: running -> interrupted. Returns them. */
  interruptRunning(): Promise<Job[]>;
}

export interface ExperimentRepository {
  /** Made when the database is first created. */
  readonly defaultId: string;
  list(): Promise<Experiment[]>;
  get(id: string): Promise<Experiment | undefined>;
  create(name: string): Promise<Experiment>;
  rename(id: string, name: string): Promise<Experiment>;
  /** Its runs go to the first one, which stays. */
  delete(id: string): Promise<void>;
}

export type NewRun = Given<
  Run,
  'id' | 'experimentId' | 'status' | 'startedAt' | 'params' | 'summary' | 'tags' | 'artifacts' | 'notes'
>;
export type RunChange = Change<Run, Exclude<keyof Run, 'id'>>;

export interface RunRepository {
  create(run: NewRun): Promise<Run>;
  /** All of them or none: those that came from elsewhere. */
  createAll(runs: readonly NewRun[]): Promise<Run[]>;
  get(id: string): Promise<Run | undefined>;
  /** Newest first. */
  list(filter?: {
    datasetId?: string;
    modelId?: string;
    status?: RunStatus;
    /** Parts of that run. */
    parentId?: string;
  }): Promise<Run[]>;
  countOfModel(modelId: string): Promise<number>;
  update(id: string, change: RunChange): Promise<Run>;
  /** With its metrics and checkpoint; a model version made by it stays. */
  delete(id: string): Promise<void>;
}

/** Relaxed durability: a power cut may lose the last second; a crash of the tab does not. */
export interface MetricRepository {
  append(runId: string, points: MetricPoint[], histograms?: HistogramPoint[]): Promise<void>;
  /** Many at once, of whole series. */
  appendSeries(runId: string, series: readonly LoggedSeries[]): Promise<void>;
  /** Series by series, in the order in which these were first logged; in each in the order logged. `names` limits it. */
  list(runId: string, names?: string[]): Promise<MetricPoint[]>;
  /** The same as arrays. */
  series(runId: string, names?: readonly string[]): Promise<LoggedSeries[]>;
  /** What each of the runs logged, by name; sorted. */
  names(runIds: readonly string[]): Promise<string[][]>;
  /** Of each run its series of that name by at most some hundred points, or undefined. Reads no more than that. */
  curves(runIds: readonly string[], name: string): Promise<(DrawnSeries | undefined)[]>;
  /** As `curves`, of what lies between two steps or epochs, both included. */
  windows(
    runIds: readonly string[],
    name: string,
    window: { axis: 'step' | 'epoch'; from: number; to: number },
  ): Promise<(DrawnSeries | undefined)[]>;
  /** Nothing more is logged soon: makes it quick to read. */
  pack(runId: string): Promise<void>;
  /** In the order logged. */
  histograms(runId: string): Promise<HistogramPoint[]>;
  /** Forgets points and histograms after a step: what a resumed run will log again. */
  truncate(runId: string, afterStep: number): Promise<void>;
  /** And snapshots. */
  delete(runId: string): Promise<void>;
}

/** What networks in training were, epoch by epoch; of relaxed durability, as metrics. */
export interface SnapshotRepository {
  /** In place of what was kept of that epoch; of those before it, the ones that are not in `keep` are given up. */
  put(runId: string, snapshot: Snapshot, keep?: (epoch: number) => boolean): Promise<void>;
  get(runId: string, epoch: number): Promise<Snapshot | undefined>;
  /** Of which epochs there is one, ascending. */
  epochs(runId: string): Promise<number[]>;
  truncate(runId: string, afterStep: number): Promise<void>;
  /** Up to a step, to another run. */
  copy(from: string, to: string, upToStep: number): Promise<void>;
}

export type NewModel = Given<
  Model,
  'id' | 'description' | 'tags' | 'notes' | 'createdAt' | 'updatedAt' | 'aliases'
>;
export type NewModelVersion = Omit<ModelVersion, 'number' | 'createdAt' | 'hash' | 'id' | 'notes'> & {
  id?: string;
  notes?: string;
};

export interface ModelRepository {
  create(model: NewModel): Promise<Model>;
  get(id: string): Promise<Model | undefined>;
  /** Newest first. */
  list(): Promise<Model[]>;
  hasName(name: string): Promise<boolean>;
  update(id: string, change: Change<Model, 'name' | 'description' | 'notes' | 'tags'>): Promise<Model>;
  /** With its versions and alias history; runs stay. */
  delete(id: string): Promise<void>;
  dependants(id: string): Promise<{ runs: { id: string; name: string }[] }>;
  /** One transaction: the version, the alias if asked, and the run that made it (its change and modelVersionId). */
  commitVersion(
    version: NewModelVersion,
    also?: { alias?: string; run?: Partial<Omit<Run, 'id' | 'experimentId' | 'modelVersionId'>> },
  ): Promise<ModelVersion>;
  version(id: string): Promise<ModelVersion | undefined>;
  /** Of one model, newest first. */
  versions(modelId: string): Promise<ModelVersion[]>;
  /** By number, by alias, else the champion, else the latest. Throws `notFound` saying what there is. */
  resolve(modelId: string, which?: { number?: number; alias?: string }): Promise<ModelVersion>;
  updateVersion(id: string, change: { notes: string }): Promise<ModelVersion>;
  /** Throws `conflict` while an alias points at it. */
  deleteVersion(id: string): Promise<void>;
  /** null removes the alias. Every move is remembered. `mayMove` sees where it points and throws to keep it there. */
  setAlias(
    modelId: string,
    alias: string,
    versionId: string | null,
    mayMove?: (from: string | null) => void,
  ): Promise<Model>;
  /** Newest first. */
  moves(modelId: string): Promise<AliasMove[]>;
}

/** Where a run can continue: JSON state and the blobs it names. */
export interface Checkpoint {
  runId: string;
  step: number;
  epoch: number;
  /** What the run is judged by at this step, less is better: the best one is kept. */
  score?: number;
  /** Copied from another run to go on with other settings. */
  forkedFrom?: string;
  createdAt: number;
  state: unknown;
  blobs: BlobRef[];
}

export interface CheckpointRepository {
  /**
   * Becomes the run's newest, atomically. Of the earlier ones stay the last, `keep` (1 unless told) with the new
   * one, and the best; only then are the bytes of the others given up.
   */
  put(checkpoint: Omit<Checkpoint, 'createdAt'>, keep?: number): Promise<Checkpoint>;
  /** The newest. */
  get(runId: string): Promise<Checkpoint | undefined>;
  /** All that are kept, newest first. */
  list(runId: string): Promise<Checkpoint[]>;
  delete(runId: string): Promise<void>;
}

export const commandEffects = ['reads', 'writes'] as const;
export type CommandEffect = (typeof commandEffects)[number];

/** One command that ran. Files and long arrays in `input` are reduced to what describes them. */
export interface LogEntry {
  id: string;
  at: number;
  name: string;
  /** Absent when there was no such command, and in entries of older studios. */
  effect?: CommandEffect;
  input: unknown;
  ok: boolean;
  error?: ErrorInfo;
  ms: number;
}

export interface LogRepository {
  append(...entries: Omit<LogEntry, 'id'>[]): Promise<void>;
  /** Newest first, 200 by default; of all commands, or of those with this effect. */
  list(limit?: number, effect?: CommandEffect): Promise<LogEntry[]>;
}

export interface SettingsRepository {
  get(key: string): Promise<unknown>;
  set(key: string, value: unknown): Promise<void>;
  delete(key: string): Promise<void>;
}

export type BlobBackend = 'opfs' | 'dexie';

export interface StorageStatus {
  /** Where arrays live. */
  blobs: BlobBackend;
  /** Measured by us: bytes of blobs, each counted once, under the first kind that names it. */
  datasetBytes: number;
  modelBytes: number;
  checkpointBytes: number;
  artifactBytes: number;
  /** Of files that were fetched and are kept. */
  fetchedBytes: number;
  /** Named by nothing: an import in flight, or what the next garbage collection frees. */
  unreferencedBytes: number;
  /** What the browser says of this whole origin. A rough guess: it promises no write. */
  usageBytes?: number;
  quotaBytes?: number;
  /** false: the browser may evict everything when the disk is short. */
  persisted: boolean;
  /** true: a newer studio has upgraded the database; this tab must reload to write. */
  readOnly: boolean;
}

export interface GarbageReport {
  removed: number;
  freedBytes: number;
  /** Why nothing could be removed now: somebody is writing, or this tab is outdated. */
  skipped?: 'busy' | 'readOnly';
}

/** A value that follows the database, across tabs and workers. */
export interface Live<T> {
  subscribe(onChange: () => void): () => void;
  /** undefined until the first answer, or after an error. The same object until it changes. */
  get(): T | undefined;
  error(): ErrorInfo | undefined;
}

export interface Storage {
  readonly blobs: BlobStore;
  readonly datasets: DatasetRepository;
  readonly jobs: JobRepository;
  readonly experiments: ExperimentRepository;
  readonly runs: RunRepository;
  readonly metrics: MetricRepository;
  readonly snapshots: SnapshotRepository;
  readonly models: ModelRepository;
  readonly checkpoints: CheckpointRepository;
  readonly log: LogRepository;
  readonly inUse: InUseRepository;
  readonly settings: SettingsRepository;
  readonly workspace: WorkspaceRepository;
  /** What is known of a server; opened when it is first asked for. */
  sync(): Promise<SyncStore>;
  /** Puts and commits inside `work` cannot lose a blob to garbage collection. Use it around an import. */
  writing<T>(work: () => Promise<T>): Promise<T>;
  status(): Promise<StorageStatus>;
  /** What the browser says it still has room for; undefined where it does not say. */
  roomBytes(): Promise<number | undefined>;
  /** Asks the browser never to evict; it may refuse. */
  persist(): Promise<boolean>;
  /** Removes blobs that nothing names and that are older than `graceMs` (15 minutes unless told). */
  collectGarbage(options?: { graceMs?: number }): Promise<GarbageReport>;
  /** `query` may use any repository of this storage; it runs again when what it read changes. */
  observe<T>(query: () => Promise<T>): Live<T>;
  close(): void;
}
