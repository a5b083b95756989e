/** The page's way to the data worker. Each import gets a worker of its own, thrown away afterwards. */
import type { FolderEntry } from '#/core/grid/arrayFile';
import type { ArrayFileInfo, GridBoxRequest, LabelSource, Windowing } from '#/core/grid/gridSchema';
import type { DataApi, ImportEvent, ImportRequest, RowWindow } from '#/core/protocol/dataApi';
import type { DatasetVersion, Column } from '#/core/protocol/dataset';
import { raceWorker, restartingWorker } from './raceWorker';
import { stoppable, type Stoppable } from './stoppable';

export interface DataClient {
  import(request: ImportRequest, onEvent: (event: ImportEvent) => void): Stoppable<DatasetVersion, 'cancel'>;
  rows(versionId: string, start: number, count: number): Promise<RowWindow>;
  rowsAt(versionId: string, rows: number[], fields?: string[]): Promise<(string | null)[][]>;
  retype(versionId: string, fields: Column[]): Promise<DatasetVersion>;
  inspectArrays(file: File, folder?: FolderEntry[]): Promise<ArrayFileInfo | undefined>;
  gridBox(versionId: string, request: GridBoxRequest): Promise<Float32Array<ArrayBuffer>>;
  rewindow(versionId: string, windowing: Windowing, labels?: LabelSource): Promise<DatasetVersion>;
  sample(id: string): Promise<File>;
}

export function createDataClient(createWorker: () => Worker): DataClient {
  const shared = restartingWorker<DataApi>(createWorker, 'data');
  return {
    import: (request, onEvent) =>
      stoppable(
        raceWorker<DataApi>(createWorker(), 'data'),
        (api, port) => api.import(request, port),
        (api) => api.cancel(request.jobId),
        onEvent,
      ),
    rows: (versionId, start, count) => shared().rows(versionId, start, count),
    rowsAt: (versionId, rows, fields) => shared().rowsAt(versionId, rows, fields),
    retype: (versionId, fields) => shared().retype(versionId, fields),
    inspectArrays: (file, folder) => shared().inspectArrays(file, folder),
    gridBox: (versionId, request) => shared().gridBox(versionId, request),
    rewindow: (versionId, windowing, labels) => shared().rewindow(versionId, windowing, labels),
    sample: (id) => shared().sample(id),
  };
}
