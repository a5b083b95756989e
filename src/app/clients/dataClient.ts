/**
 * The page's way to the data worker. Whatever parses a file, or reads a whole dataset, gets a worker of its own, thrown
 * away afterwards: what it does with a damaged file blocks nobody. Rows and boxes for the screen share a long-lived one.
 */
import type {
  DataApi,
  ExportedTable,
  ExportEvent,
  ExportRequest,
  ImportEvent,
  ImportRequest,
  InspectOptions,
  Revision,
  RowWindow,
} from '#/core/protocol/dataApi';
import type { DatasetKind, DatasetVersion } from '#/core/protocol/dataset';
import { TetradError, toErrorInfo } from '#/core/protocol/errors';
import { inOwnWorker, raceWorker, restartingWorker } from './raceWorker';
import { stoppable, type Stoppable } from './stoppable';

export interface DataClient {
  import(request: ImportRequest, onEvent: (event: ImportEvent) => void): Stoppable<DatasetVersion, 'cancel'>;
  export(request: ExportRequest, onEvent: (event: ExportEvent) => void): Stoppable<ExportedTable, 'cancel'>;
  rows(versionId: string, start: number, count: number): Promise<RowWindow>;
  find(versionId: string, column: string, value: string | null): Promise<number[]>;
  rowsAt(versionId: string, rows: number[], columns?: string[]): Promise<(string | null)[][]>;
  /** `reads`: the name of a file that is read for it. */
  revise(versionId: string, revision: Revision, reads?: string): Promise<DatasetVersion>;
  diff: DataApi['diff'];
  inspect(kind: DatasetKind, file: File, how?: InspectOptions): Promise<unknown>;
  recognise: DataApi['recognise'];
  view(kind: DatasetKind, versionId: string, view: unknown): Promise<unknown>;
  sample(type: string): Promise<File>;
}

export function createDataClient(createWorker: () => Worker): DataClient {
  const shared = restartingWorker<DataApi>(createWorker, 'data');
  const alone = <T>(call: (api: DataApi) => Promise<T>) => inOwnWorker(createWorker(), 'data', call);
  return {
    import: (request, onEvent) => {
      // What was imported is looked at next: its worker starts meanwhile, and has read where it begins.
      shared();
      const running = stoppable<DataApi, ImportEvent, DatasetVersion, 'cancel'>(
        raceWorker<DataApi>(createWorker(), 'data'),
        (api, port) => api.import(request, port),
        (api) => api.cancel(request.jobId),
        onEvent,
      );
      running.done.then(({ id }) => shared().rows(id, 0, 1)).catch(() => undefined);
      return running;
    },
    export: (request, onEvent) =>
      stoppable(
        raceWorker<DataApi>(createWorker(), 'data'),
        (api, port) => api.export(request, port),
        (api) => api.cancel(request.jobId),
        onEvent,
      ),
    rows: (versionId, start, count) => shared().rows(versionId, start, count),
    rowsAt: (versionId, rows, columns) => shared().rowsAt(versionId, rows, columns),
    find: (versionId, column, value) => shared().find(versionId, column, value),
    revise: (versionId, revision, reads) => {
      const revised = alone((api) => api.revise(versionId, revision));
      return reads === undefined ? revised : revised.catch(endedOver(reads));
    },
    diff: (from, to, key) => alone((api) => api.diff(from, to, key)),
    inspect: (kind, file, how) => alone((api) => api.inspect(kind, file, how)).catch(endedOver(file.name)),
    recognise: (file, how) => alone((api) => api.recognise(file, how)).catch(endedOver(file.name)),
    view: (kind, versionId, view) => shared().view(kind, versionId, view),
    sample: (type) => alone((api) => api.sample(type)),
  };
}

/** A worker that ended over a file: it is the file that a person can do something about. */
const endedOver =
  (fileName: string) =>
  (thrown: unknown): never => {
    const error = toErrorInfo(thrown);
    if (error.code !== 'workerDied') throw thrown;
    throw new TetradError({
      code: 'workerDied',
      message: `This file could not be read: ${error.message}`,
      place: fileName,
      hint: 'The file is probably damaged. Nothing was stored, and everything else goes on; try a fresh copy of it.',
    });
  };
