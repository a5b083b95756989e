/** The data worker's API over storage that is handed in. */
import type { DataApi, ImportEvent } from '#/core/protocol/dataApi';
import type { DatasetKind, DatasetVersion } from '#/core/protocol/dataset';
import { TetradError } from '#/core/protocol/errors';
import { Pulse } from '#/core/protocol/heartbeat';
import type { Storage } from '#/core/protocol/storage';
import type { Registry } from '#/core/registry/registry';
import { RowReader } from '#/core/table/rowReader';
import type { FormatDef } from '#/formats/formatDef';
import { holdsRows, recogniseFile } from '#/formats/recogniseFile';
import { formats } from '#/formats/registry';
import { changeCells } from './changeCells';
import { diffVersions } from './diffVersions';
import { meantIssue, readMeantKind } from './grid/readMeantKind';
import { exportVersion } from './exportTable';
import type { KindData, Viewer } from './kinds/kindData';
import { kindsOfData } from './kinds/registry';
import type { ReaderWorker } from './reader/readBeside';
import { makeSample } from './makeSample';
import { retypeTable } from './retypeTable';
import { withRoles } from './withRoles';

const progressEveryMs = 100;

export type DataStorage = Pick<Storage, 'blobs' | 'datasets' | 'writing' | 'roomBytes'>;

/** Storage opens on first use, so that a worker that only makes a sample opens none. */
export function createDataService(
  openStorage: () => Promise<DataStorage>,
  among: Registry<FormatDef> = formats,
  kinds: Registry<KindData> = kindsOfData,
  makeReader?: () => ReaderWorker,
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
  const viewers = new Map<DatasetKind, Viewer<unknown, unknown>>();

  const findVersion = async (id: string): Promise<DatasetVersion> => {
    const version = await (await storage()).datasets.version(id);
    if (version) return version;
    throw new TetradError({
      code: 'notFound',
      message: 'This version of the data is not there any more.',
      hint: 'The dataset was probably deleted; import the file again.',
    });
  };

  const rowReader = async (): Promise<RowReader> => (rows ??= new RowReader((await storage()).blobs));

  return {
    async import(request, port) {
      const {
        jobId,
        datasetId,
        file,
        format,
        kind,
        options,
        more = [],
        folder,
        endless,
        like,
        append,
        origin,
      } = request;
      const controller = new AbortController();
      running.set(jobId, controller);
      const { signal } = controller;
      const pulse = new Pulse((beat) => port.postMessage(beat));
      try {
        const { blobs, datasets, writing, roomBytes } = await storage();
        return await writing(async () => {
          const found = await recogniseFile(file, { among, wanted: format, folder, kind, endless });
          const context = {
            blobs,
            signal,
            onProgress: throttled(port),
            options,
            more,
            recognise: (other: File) => recogniseFile(other, { among }),
            roomBytes,
            ...(makeReader && { makeReader }),
          };
          const before = append === undefined ? undefined : await findVersion(append);
          const meant =
            kind === undefined && options === undefined && !before ? await readMeantKind(found) : undefined;
          const imported = before
            ? await able('append', kinds, before.schema.kind, before)(before, found, context)
            : await kinds.get(kind ?? meant?.type ?? found.format.kind, 'kind').import(found, context);
          signal.throwIfAborted();
          const { schema } = imported;
          const made = like ? { ...imported, schema: withRoles(schema, await findVersion(like)) } : imported;
          const source = origin ? { ...made.source, origin } : made.source;
          const issues = meant ? [meantIssue(meant), ...made.issues] : made.issues;
          return datasets.commitVersion({ datasetId, ...made, source, issues });
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

    async export({ jobId, versionId, format }, port) {
      const controller = new AbortController();
      running.set(jobId, controller);
      const { signal } = controller;
      const pulse = new Pulse((beat) => port.postMessage(beat));
      try {
        const { blobs } = await storage();
        const version = await findVersion(versionId);
        const kind = kinds.get(version.schema.kind);
        return await exportVersion(version, format, blobs, kind, (rows, totalRows) => {
          signal.throwIfAborted();
          port.postMessage({ rows, totalRows });
        });
      } catch (thrown) {
        if (!signal.aborted) throw thrown;
        throw new TetradError({ code: 'cancelled', message: 'The export was cancelled.' });
      } finally {
        running.delete(jobId);
        pulse.stop();
        port.close();
      }
    },

    async rows(datasetVersionId, start, count) {
      return (await rowReader()).read(await findVersion(datasetVersionId), start, count);
    },

    async rowsAt(datasetVersionId, wanted, columns) {
      return (await rowReader()).readAt(await findVersion(datasetVersionId), wanted, columns);
    },

    async find(datasetVersionId, column, value) {
      return (await rowReader()).find(await findVersion(datasetVersionId), column, value);
    },

    async diff(from, to, key) {
      const { blobs } = await storage();
      return await diffVersions(await findVersion(from), await findVersion(to), blobs, key);
    },

    async revise(datasetVersionId, revision) {
      const version = await findVersion(datasetVersionId);
      const { blobs, datasets, writing } = await storage();
      return writing(async () => {
        const made =
          'columns' in revision
            ? await retypeTable(version, revision.columns, blobs, kinds.get(version.schema.kind))
            : 'cells' in revision
              ? await changeCells(version, revision, blobs)
              : await able('recut', kinds, revision.kind, version)(version, revision.cut, blobs);
        return datasets.commitVersion({ datasetId: version.datasetId, source: version.source, ...made });
      });
    },

    async inspect(kind, file, { folder, format, options } = {}) {
      const found = await recogniseFile(file, { among, folder, wanted: format }).catch(asUnknown);
      if (found?.format.kind !== kind) return undefined;
      const roomBytes = async () => await (await storage()).roomBytes();
      return await kinds.get(kind).inspect?.(found, { roomBytes, options });
    },

    async recognise(file, { folder, kind } = {}) {
      const found = await recogniseFile(file, { among, folder, kind }).catch(asUnknown);
      if (!found) return undefined;
      const { type, title, holds } = found.format;
      return {
        format: type,
        title,
        kind: found.format.kind,
        holds,
        files: holdsRows(found) ? 1 : (found.bundle?.entries.length ?? 1),
      };
    },

    async view(kind, datasetVersionId, view) {
      const version = await findVersion(datasetVersionId);
      const open = able('openViewer', kinds, kind, version);
      const viewer = viewers.get(kind) ?? open((await storage()).blobs);
      viewers.set(kind, viewer);
      return await viewer.read(version, view);
    },

    sample: makeSample,
  };
}

/** What the kind that a caller speaks of does with a version, which is to be of that kind. */
function able<Verb extends 'recut' | 'openViewer' | 'append'>(
  verb: Verb,
  kinds: Registry<KindData>,
  wanted: DatasetKind,
  { schema }: DatasetVersion,
): NonNullable<KindData[Verb]> {
  const does = schema.kind === wanted ? kinds.get(wanted)[verb] : undefined;
  if (does) return does;
  if (schema.kind === wanted)
    throw new TetradError({
      code: 'unsupported',
      message: `A dataset of kind ${wanted} cannot be changed or looked into in this way.`,
      place: 'versionId',
      hint: 'Import the files together as a dataset of their own.',
    });
  throw new TetradError({
    code: 'badInput',
    message: `This dataset is of kind ${schema.kind}, not ${wanted}.`,
    place: 'versionId',
    hint: `Choose a dataset of kind ${wanted}.`,
  });
}

/** Whoever looks into a file learns that it is none; an import says what it is instead. */
function asUnknown(thrown: unknown): undefined {
  if (!(thrown instanceof TetradError)) throw thrown;
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
