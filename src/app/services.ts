/** What commands may use; startApp builds it once. Commands called earlier wait for it. */
import type { Storage } from '#/core/protocol/storage';
import type { DataClient } from './clients/dataClient';
import type { EngineClient } from './clients/engineClient';
import type { RowClient } from './clients/rowClient';
import type { JobQueue } from './jobs/queue';
import type { TrainBus } from './stores/runStreams';

export interface AppServices {
  storage: Storage;
  data: DataClient;
  engine: EngineClient;
  rows: RowClient;
  jobs: JobQueue;
  /** Where a training job tells what happens, to every tab. */
  trainBus: TrainBus;
}

let resolveServices: (services: AppServices) => void;
let rejectServices: (reason: unknown) => void;
const ready = new Promise<AppServices>((resolve, reject) => {
  resolveServices = resolve;
  rejectServices = reject;
});
ready.catch(() => {});

export const provideServices = (services: Promise<AppServices> | AppServices): void => {
  Promise.resolve(services).then(resolveServices, rejectServices);
};

export const whenServices = (): Promise<AppServices> => ready;
