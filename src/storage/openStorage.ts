/** Opens everything this thread needs to store. The page and every worker open their own. */
import type { BlobBackend as BackendName, Storage } from '#/core/protocol/storage';
import type { SyncStore } from '#/core/protocol/sync';
import { keepBlobNames } from './blobNames';
import type { BlobBackend } from './blobs/blobBackend';
import { createBlobStore } from './blobs/blobStore';
import { openDexieBackend } from './blobs/dexieBackend';
import { GivenUp } from './blobs/givenUp';
import { InFlight } from './blobs/inFlight';
import { openOpfsBackend } from './blobs/opfsBackend';
import { WriterBeside, type WriterWorker } from './blobs/writerBeside';
import { checkpointRepository } from './checkpoints';
import { datasetRepository } from './datasets';
import { defaultExperiment, experimentRepository } from './experiments';
import { collectGarbage, collectThese, createdAtKey } from './garbage';
import { guarded } from './guarded';
import { inUseRepository } from './inUse';
import { jobRepository } from './jobs';
import { logRepository } from './log';
import { metricRepository } from './metrics';
import { snapshotRepository } from './snapshots';
import { modelRepository } from './models';
import { observe } from './observe';
import { openDatabase, type StorageNotice } from './openDatabase';
import { describeBlob } from './references';
import { runRepository } from './runs';
import { type RelaxedDatabase, relaxedVersions, type StrictDatabase, strictVersions } from './schema';
import { settingsRepository } from './settings';
import { readRoom, readStatus, requestPersistence } from './status';
import type { StorageContext } from './storageContext';
import { toStorageError } from './storageErrors';
import { workspaceRepository } from './workspace';

export type { StorageNotice };

export interface StorageOptions {
  /** Databases and folders start with it; another name is another world (tests, workspaces). */
  name?: string;
  blobs?: BackendName | 'auto';
  /** Another tab upgrades, blocks or deleted the data: to be shown to the user. */
  onNotice?: (notice: StorageNotice) => void;
  /** A worker that writes large blobs beside this thread; absent on one core. */
  makeWriter?: () => WriterWorker;
  /** How soon the bytes of what was deleted are freed, if nobody is writing. */
  freeAfterMs?: number;
}

const standardFreeAfterMs = 5_000;

async function openBackend(name: string, options: StorageOptions): Promise<BlobBackend> {
  const { blobs = 'auto', onNotice, makeWriter } = options;
  const writer = makeWriter && new WriterBeside(makeWriter);
  const opfs = blobs === 'dexie' ? undefined : await openOpfsBackend(name, writer);
  if (opfs) return opfs;
  return await openDexieBackend(name, onNotice);
}

export async function openStorage(options: StorageOptions = {}): Promise<Storage> {
  const { name = 'tetrad', onNotice, freeAfterMs = standardFreeAfterMs } = options;
  let givenUp: GivenUp | undefined;
  const strict = await openDatabase<StrictDatabase>(name, {
    durability: 'strict',
    versions: strictVersions,
    onNotice,
    middleware: keepBlobNames((hashes) => givenUp?.add(hashes)),
    populate: (transaction) => {
      const createdAt = Date.now();
      void transaction.table('experiments').add({ ...defaultExperiment, createdAt });
      void transaction.table('settings').add({ key: createdAtKey, value: createdAt });
    },
  });
  const opened: { close(): void }[] = [strict.db];
  try {
    const relaxed = await openDatabase<RelaxedDatabase>(`${name}-relaxed`, {
      durability: 'relaxed',
      versions: relaxedVersions,
      onNotice,
    });
    opened.push(relaxed.db);
    const backend = await openBackend(name, options);
    opened.push(backend);
    const inFlight = new InFlight(`${name}:writing`);
    const parts = { strict: strict.db, relaxed: relaxed.db, backend, inFlight };
    const readOnly = () => strict.readOnly() || relaxed.readOnly();
    const freeing = new GivenUp((hashes) => collectThese(parts, hashes, readOnly()), freeAfterMs);
    givenUp = freeing;
    const context: StorageContext = { ...parts, givenUp: freeing };
    const describe = (hash: string) => describeBlob(strict.db, hash);
    const safe = <R extends object>(what: string, repository: R): R => guarded(strict.db, what, repository);

    let syncStore: Promise<SyncStore> | undefined;
    const openSync = async () => {
      const store = await (await import('./sync/syncStore')).openSyncStore(name);
      opened.push(store);
      return store;
    };

    return {
      sync: () => (syncStore ??= openSync()),
      blobs: safe('blobs', createBlobStore({ backend, inFlight, describe })),
      datasets: safe('datasets', datasetRepository(context)),
      jobs: safe('jobs', jobRepository(context)),
      experiments: safe('experiments', experimentRepository(context)),
      runs: safe('runs', runRepository(context)),
      metrics: safe('metrics', metricRepository(context)),
      snapshots: safe('snapshots', snapshotRepository(context)),
      models: safe('models', modelRepository(context)),
      checkpoints: safe('checkpoints', checkpointRepository(context)),
      log: safe('log', logRepository(context)),
      inUse: safe('inUse', inUseRepository(context)),
      settings: safe('settings', settingsRepository(context)),
      workspace: safe('workspace', workspaceRepository(context)),
      observe,
      writing: (work) => inFlight.scope(work).finally(() => freeing.sweep()),
      ...safe('storage', {
        status: () => readStatus(context, readOnly()),
        roomBytes: readRoom,
        persist: requestPersistence,
        collectGarbage: ({ graceMs }: { graceMs?: number } = {}) =>
          collectGarbage(context, { graceMs, readOnly: readOnly() }),
      }),
      close() {
        inFlight.end();
        freeing.end();
        for (const part of opened) part.close();
      },
    };
  } catch (thrown) {
    for (const part of opened) part.close();
    throw toStorageError(thrown);
  }
}
