/** The data worker's API over storage that is handed in. */
import type { DataApi, ImportEvent } from '#/core/protocol/dataApi';
import type { DatasetVersion } from '#/core/protocol/dataset';
import { TetradError } from '#/core/protocol/errors';
import { Pulse } from '#/core/protocol/heartbeat';
import type { Storage } from '#/core/protocol/storage';
import { GridReader } from './grid/gridReader';
import { importGrid } from './grid/importGrid';
import { inspectArrays } from './grid/inspectArrays';
import { type OpenArrays, openArrays as openAnyArrays } from './grid/openArrays';
import { rewindowGrid } from './grid/rewindowGrid';
import { importTable } from './importTable';
import { retypeTable } from './retypeTable';
import { RowReader } from './rowReader';
import { makeSample } from './makeSample';

const progressEveryMs = 100;

export type DataStorage = Pick<Storage, 'blobs' | 'datasets' | 'writing' | 'roomBytes'>;

/** Storage opens on first use, so that a worker that only makes a sample opens none. */
export function createDataService(
  openStorage: () => Promise<DataStorage>,
  openArrays: OpenArrays = openAnyArrays,
): DataApi {
  let opened: Promise<DataStorage> | undefined;
  const storage = (): Promise<DataStorage> => {
    if (!opened) {
      opened = openStorage();
      opened.catch(() => (opened = undefined));
    }
    return opened;
  };
  const running = new Map<string, AbortController>();
  let rows: RowReader | undefined;
  let boxes: GridReader | undefined;

  const findVersion = async (id: string): Promise<DatasetVersion> => {
    const version = await (await storage()).datasets.version(id);
    if (version) return version;
    throw new TetradError({
      code: 'notFound',
      message: 'This version of the data is not there any more.',
      hint: 'The dataset was probably deleted; import the file again.',
    });
  };

  return {
    async import({ jobId, datasetId, file, format, grid, more = [], folder }, port) {
      const controller = new AbortController();
      running.set(jobId, controller);
      const { signal } = controller;
      const pulse = new Pulse((beat) => port.postMessage(beat));
      try {
        const { blobs, datasets, writing, roomBytes } = await storage();
        return await writing(async () => {
          const onProgress = throttled(port);
          const arrays = format ? undefined : await openArrays(file, folder);
          const imported = arrays
            ? await importGrid([file, ...more], arrays, {
                blobs,
                signal,
                openArrays,
                onProgress,
                options: grid,
                roomBytes: await roomBytes(),
                folderBytes: folder?.reduce((sum, { blob }) => sum + blob.size, 0),
              })
            : await importTable(file, { blobs, signal, format, onProgress });
          signal.throwIfAborted();
          return datasets.commitVersion({ datasetId, ...imported });
        });
      } catch (thrown) {
        if (!signal.aborted) throw thrown;
        throw new TetradError({ code: 'cancelled', message: 'The import was cancelled.', place: file.name });
      } finally {
        running.delete(jobId);
        pulse.stop();
        port.close();
      }
    },

    async cancel(jobId) {
      running.get(jobId)?.abort();
    },

    async rows(datasetVersionId, start, count) {
      const version = await findVersion(datasetVersionId);
      rows ??= new RowReader((await storage()).blobs);
      return rows.read(version, start, count);
    },

    async rowsAt(datasetVersionId, wanted, columns) {
      const version = await findVersion(datasetVersionId);
      rows ??= new RowReader((await storage()).blobs);
      return rows.readAt(version, wanted, columns);
    },

    async retype(datasetVersionId, columns) {
      const version = await findVersion(datasetVersionId);
      const { blobs, datasets, writing } = await storage();
      return writing(async () => {
        const retyped = await retypeTable(version, columns, blobs);
        const { datasetId, rows: rowCount, bytes, chunks, source } = version;
        return datasets.commitVersion({ datasetId, rows: rowCount, bytes, chunks, source, ...retyped });
      });
    },

    async inspectArrays(file, folder) {
      const opened = await openArrays(file, folder);
      if (!opened) return undefined;
      try {
        const roomBytes = await (await storage()).roomBytes();
        return { ...inspectArrays(file.name, opened), ...(roomBytes !== undefined && { roomBytes }) };
      } finally {
        opened.arrays.close();
      }
    },

    async gridBox(datasetVersionId, request) {
      const version = await findVersion(datasetVersionId);
      boxes ??= new GridReader((await storage()).blobs);
      return boxes.read(version, request);
    },

    async rewindow(datasetVersionId, windowing, labels) {
      const version = await findVersion(datasetVersionId);
      const { blobs, datasets, writing } = await storage();
      return writing(async () => {
        const rewindowed = await rewindowGrid(version, windowing, labels, blobs);
        const { datasetId, source } = version;
        return datasets.commitVersion({ datasetId, source, ...rewindowed });
      });
    },

    sample: makeSample,
  };
}

/** At most ten events a second; the last always passes. */
function throttled(port: MessagePort): (event: ImportEvent) => void {
  let lastAt = Number.NEGATIVE_INFINITY;
  return (event) => {
    const now = performance.now();
    if (now - lastAt < progressEveryMs && event.bytesRead < event.totalBytes) return;
    lastAt = now;
    port.postMessage(event);
  };
}
