/** Live views of what is stored: the shapes of the list and get commands, kept current across tabs. */
import type { ErrorInfo } from '#/core/protocol/errors';
import { toErrorInfo } from '#/core/protocol/errors';
import type { Job } from '#/core/protocol/job';
import type { Experiment, Run } from '#/core/protocol/model';
import type { Live, Storage } from '#/core/protocol/storage';
import {
  type DatasetDetail,
  type DatasetSummary,
  type ExperimentSummary,
  findDataset,
  findModel,
  listDatasets,
  listExperiments,
  listModels,
  namedExperiments,
  type ModelDetail,
  type ModelSummary,
} from '../queries';
import { whenServices } from '../services';
import { jobProgressStore, withProgress } from './jobProgress';

export type { Live };

const cache = new Map<string, Live<unknown>>();

/** One Live per key, so that React sees one object. A Live that is only created costs nothing. */
function live<T>(key: string, query: (storage: Storage) => Promise<T>): Live<T> {
  let found = cache.get(key);
  if (!found) {
    found = whenOpen(query);
    cache.set(key, found);
  }
  return found as Live<T>;
}

/** A Live that can be had before storage is open. */
function whenOpen<T>(query: (storage: Storage) => Promise<T>): Live<T> {
  let source: Live<T> | undefined;
  let failed: ErrorInfo | undefined;
  return {
    subscribe(onChange) {
      let closed = false;
      let unsubscribe = () => {};
      whenServices().then(
        ({ storage }) => {
          if (closed) return;
          source ??= storage.observe(() => query(storage));
          unsubscribe = source.subscribe(onChange);
          onChange();
        },
        (thrown) => {
          failed = toErrorInfo(thrown);
          if (!closed) onChange();
        },
      );
      return () => {
        closed = true;
        unsubscribe();
      };
    },
    get: () => source?.get(),
    error: () => failed ?? source?.error(),
  };
}

/** Jobs as stored, with the progress that is newer than what was stored. */
function withLiveProgress<T>(stored: Live<T>, merge: (value: T) => T): Live<T> {
  let from: [T | undefined, unknown] | undefined;
  let merged: T | undefined;
  return {
    subscribe(onChange) {
      const stops = [stored.subscribe(onChange), jobProgressStore.subscribe(onChange)];
      return () => {
        for (const stop of stops) stop();
      };
    },
    get() {
      const value = stored.get();
      const progress = jobProgressStore.getState();
      if (!from || from[0] !== value || from[1] !== progress) {
        from = [value, progress];
        merged = value === undefined ? undefined : merge(value);
      }
      return merged;
    },
    error: () => stored.error(),
  };
}

const cachedJobs = new Map<string, Live<unknown>>();
function liveWithProgress<T>(key: string, query: (storage: Storage) => Promise<T>, merge: (value: T) => T) {
  let found = cachedJobs.get(key);
  if (!found) {
    found = withLiveProgress(live(key, query), merge) as Live<unknown>;
    cachedJobs.set(key, found);
  }
  return found as Live<T>;
}

export const liveDatasets = (): Live<DatasetSummary[]> => live('datasets', listDatasets);
export const liveDataset = (id: string): Live<DatasetDetail | undefined> =>
  live(`dataset ${id}`, (storage) => findDataset(storage, id));
export const liveJobs = (): Live<Job[]> =>
  liveWithProgress(
    'jobs',
    (storage) => storage.jobs.list(),
    (jobs) => jobs.map(withProgress),
  );
export const liveJob = (id: string): Live<Job | undefined> =>
  liveWithProgress(
    `job ${id}`,
    (storage) => storage.jobs.get(id),
    (job) => job && withProgress(job),
  );
export const liveExperiments = (): Live<ExperimentSummary[]> => live('experiments', listExperiments);
/** Without how many runs each has: no run is read. */
export const liveExperimentNames = (): Live<Experiment[]> => live('experiment names', namedExperiments);
export const liveRuns = (): Live<Run[]> => live('runs', (storage) => storage.runs.list());
export const liveRun = (id: string): Live<Run | undefined> =>
  live(`run ${id}`, (storage) => storage.runs.get(id));
/** The runs that are parts of a run. */
export const liveParts = (runId: string): Live<Run[]> =>
  live(`parts of ${runId}`, (storage) => storage.runs.list({ parentId: runId }));
export const liveModels = (): Live<ModelSummary[]> => live('models', listModels);
export const liveModel = (id: string): Live<ModelDetail | undefined> =>
  live(`model ${id}`, (storage) => findModel(storage, id));
