/** The page's way to the fetching worker: one of its own for each list and each file. */
import type {
  FetchOutcome,
  FetchRequest,
  ListRequest,
  NetAnswer,
  NetRequest,
  SourceApi,
  SourceEvent,
} from '#/core/protocol/sourceApi';
import type { SourceListing } from '#/core/sources/sourceDef';
import { raceWorker } from './raceWorker';
import { stoppable, type Stoppable } from './stoppable';

export interface SourceClient {
  list(request: ListRequest, onEvent: (event: SourceEvent) => void): Promise<SourceListing>;
  fetch(request: FetchRequest, onEvent: (event: SourceEvent) => void): Stoppable<FetchOutcome, 'stop'>;
  /** A worker that stays for many requests to one server, until it is ended. */
  session(): { ask(request: NetRequest): Promise<NetAnswer>; end(): void };
}

export function createSourceClient(createWorker: () => Worker): SourceClient {
  const connect = () => raceWorker<SourceApi>(createWorker(), 'fetching');
  return {
    list: (request, onEvent) =>
      stoppable(
        connect(),
        (api, port) => api.list(request, port),
        async () => {},
        onEvent,
      ).done,
    fetch: (request, onEvent) =>
      stoppable(
        connect(),
        (api, port) => api.fetch(request, port),
        (api) => api.stop(request.jobId),
        onEvent,
      ),
    session() {
      const connection = connect();
      return { ask: (request) => connection.api.ask(request), end: () => connection.terminate() };
    },
  };
}
