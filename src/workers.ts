/** Where the workers are: part of the composition root. */
import type { WorkerFactories } from './app/start';

export const workers: WorkerFactories = {
  data: () => new Worker(new URL('./data/data.worker.ts', import.meta.url), { type: 'module', name: 'data' }),
  engine: () =>
    new Worker(new URL('./engine/engine.worker.ts', import.meta.url), { type: 'module', name: 'engine' }),
  sources: () =>
    new Worker(new URL('./data/sources.worker.ts', import.meta.url), { type: 'module', name: 'sources' }),
  rows: () =>
    new Worker(new URL('./app/clients/rowReader.worker.ts', import.meta.url), {
      type: 'module',
      name: 'rows',
    }),
};
