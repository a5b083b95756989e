/** Composition root of the data worker: storage behind the data API, and a worker that reads tables where there is a second core. */
import { exposeApi } from '#/app/clients/wire';
import { openStorage } from '#/storage/openStorage';
import { createDataService } from './dataService';

const makeReader = () =>
  new Worker(new URL('./reader/reader.worker.ts', import.meta.url), { type: 'module', name: 'reader' });

const isWorth = typeof Worker !== 'undefined' && navigator.hardwareConcurrency > 1;

exposeApi(createDataService(openStorage, undefined, undefined, isWorth ? makeReader : undefined));
