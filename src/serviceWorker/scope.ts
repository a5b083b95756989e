/** What the worker uses of its global scope; TypeScript's own declarations of it clash with those of the page. */
interface LastingEvent extends Event {
  waitUntil(work: Promise<unknown>): void;
}

interface RequestEvent extends LastingEvent {
  readonly request: Request;
  readonly clientId: string;
  respondWith(answer: Promise<Response>): void;
}

/** The open tabs. */
export interface WindowClients {
  claim(): Promise<void>;
  matchAll(options: { type: 'window' }): Promise<readonly WindowClient[]>;
}

interface WindowClient {
  readonly id: string;
  postMessage(message: unknown, moved: Transferable[]): void;
}

export interface WorkerScope {
  readonly location: Location;
  readonly caches: CacheStorage;
  readonly clients: WindowClients;
  skipWaiting(): Promise<void>;
  addEventListener(type: 'install' | 'activate', listener: (event: LastingEvent) => void): void;
  addEventListener(type: 'fetch', listener: (event: RequestEvent) => void): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<unknown>) => void): void;
}
