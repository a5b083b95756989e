/** What commands may use; startApp builds it once. Commands called earlier wait for it. */
import type { Storage } from '#/core/protocol/storage';
import type { DataClient } from './clients/dataClient';
import type { EngineClient } from './clients/engineClient';
import type { RowClient } from './clients/rowClient';
import type { SourceClient } from './clients/sourceClient';
import type { JobQueue } from './jobs/queue';
import type { TrainBus } from './stores/runStreams';

export interface AppServices {
  storage: Storage;
  data: DataClient;
  engine: EngineClient;
  rows: RowClient;
  sources: SourceClient;
  jobs: JobQueue;
  /** Where a training job tells what happens, to every tab. */
  trainBus: TrainBus;
}

let provided: Promise<AppServices>;
let startReady: (services: Promise<AppServices> | AppServices) => void;
const ready = new Promise<AppServices>((resolve) => {
  startReady = resolve;
});
ready.catch(() => {});
provided = ready;

/** Of two the later counts: tests open a studio after another. */
export const provideServices = (services: Promise<AppServices> | AppServices): void => {
  startReady(services);
  provided = Promise.resolve(services);
  provided.catch(() => {});
};

export const whenServices = (): Promise<AppServices> => provided;
