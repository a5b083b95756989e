/**
 * A worker whose every pending call is settled when it dies. Comlink alone leaves such calls waiting
 * for ever; here they reject with `workerDied`. While it is asked something it is watched: one that hangs is ended, as
 * if it had died, so that it blocks nothing. (A call with a port is watched by whoever holds the other end.)
 */
import { TetradError } from '#/core/protocol/errors';
import { isBeat, type Watchdog, watch } from './watchdog';
import { movePort, wrapApi } from './wire';
import { isPort } from './withBeats';

export interface WorkerConnection<Api> {
  readonly name: string;
  api: Api;
  readonly alive: boolean;
  /** Ends the worker now; pending calls reject with `reason`. */
  terminate(reason?: TetradError): void;
}

export function raceWorker<Api extends object>(worker: Worker, name: string): WorkerConnection<Api> {
  const remote = wrapApi<Api>(worker) as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>;
  const pending = new Set<(reason: TetradError) => void>();
  let death: TetradError | undefined;

  /** Of the calls that are watched here. */
  let watched = 0;
  let watchdog: Watchdog | undefined;

  const die = (reason: TetradError) => {
    if (death) return;
    death = reason;
    watchdog?.end();
    worker.terminate();
    for (const reject of pending) reject(reason);
    pending.clear();
  };
  worker.addEventListener('error', (event) => {
    const said = (event as ErrorEvent).message;
    die(workerDied(name, said ? `it said: ${said}` : 'it could not be loaded, or ran out of memory'));
  });
  worker.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (isBeat(data)) watchdog?.heard(data);
  });
  worker.addEventListener('messageerror', () => die(workerDied(name, 'a message could not be read')));

  const watching = (): (() => void) => {
    watched++;
    watchdog ??= watch((silentMs, place) => die(hung(name, silentMs, place)));
    return () => {
      watched--;
      if (watched > 0) return;
      watchdog?.end();
      watchdog = undefined;
    };
  };

  const call =
    (method: string) =>
    (...args: unknown[]) =>
      new Promise<unknown>((resolve, reject) => {
        if (death) return reject(death);
        pending.add(reject);
        const unwatch = args.some(isPort) ? undefined : watching();
        const settled = () => {
          pending.delete(reject);
          unwatch?.();
        };
        const wired = args.map((arg) => (isPort(arg) ? movePort(arg) : arg));
        Promise.resolve()
          .then(() => remote[method]?.(...wired))
          .then(resolve, reject)
          .finally(settled);
      });

  return {
    name,
    api: new Proxy({} as Api, {
      // `then` must stay undefined, or awaiting the connection would call the worker.
      get: (_target, method) => (typeof method === 'string' && method !== 'then' ? call(method) : undefined),
    }),
    get alive() {
      return !death;
    },
    terminate: (reason) => die(reason ?? workerDied(name, 'it was stopped')),
  };
}

const workerDied = (name: string, why: string) =>
  new TetradError({
    code: 'workerDied',
    message: `The ${name} worker ended: ${why}.`,
    hint: 'What was stored is safe. Try again; training continues from its last checkpoint.',
    place: `${name} worker`,
  });

/** A worker that is silent for longer than its work explains. `place`: of the file that its reader does not come back from. */
export const hung = (name: string, silentMs: number, place?: string): TetradError =>
  place === undefined ? silent(name, silentMs) : new EndlessFile(place, silentMs);

/** A file, and where in it, from which somebody else's code does not come back. */
export class EndlessFile extends TetradError {
  constructor(place: string, silentMs: number) {
    super({
      code: 'badInput',
      message: `The reader of this file did not come back from it within ${Math.round(silentMs / 1000)} s and was ended.`,
      place,
      hint: 'The file is probably damaged. Nothing was stored, and everything else goes on; try a fresh copy of it.',
    });
  }
}

const silent = (name: string, silentMs: number): TetradError =>
  new TetradError({
    code: 'workerDied',
    message: `The ${name} worker gave no sign of life for ${Math.round(silentMs / 1000)} s and was ended.`,
    hint: 'What was stored is safe. Try again; training continues from its last checkpoint.',
    place: `${name} worker`,
  });

/** One call in a worker made for it: whatever it does there, others do not wait for it. */
export async function inOwnWorker<Api extends object, Result>(
  worker: Worker,
  name: string,
  call: (api: Api) => Promise<Result>,
): Promise<Result> {
  const connection = raceWorker<Api>(worker, name);
  try {
    return await call(connection.api);
  } finally {
    connection.terminate();
  }
}

/** One long-lived worker, made on first use and made anew after it died. */
export function restartingWorker<Api extends object>(create: () => Worker, name: string): () => Api {
  let connection: WorkerConnection<Api> | undefined;
  return () => {
    if (!connection?.alive) connection = raceWorker<Api>(create(), name);
    return connection.api;
  };
}
