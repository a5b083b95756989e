/** Composition root of the data worker: storage behind the data API, and where there is a second core workers that read tables and write what is stored. */
import { exposeApi } from '#/app/clients/wire';
import { openStorage } from '#/storage/openStorage';
import { createDataService } from './dataService';

const makeReader = () =>
  new Worker(new URL('./reader/reader.worker.ts', import.meta.url), { type: 'module', name: 'reader' });

const makeWriter = () =>
  new Worker(new URL('../storage/blobs/writer.worker.ts', import.meta.url), {
    type: 'module',
    name: 'writer',
  });

const isWorth = typeof Worker !== 'undefined' && navigator.hardwareConcurrency > 1;

exposeApi(
  createDataService(
    () => openStorage(isWorth ? { makeWriter } : {}),
    undefined,
    undefined,
    isWorth ? makeReader : undefined,
  ),
);
