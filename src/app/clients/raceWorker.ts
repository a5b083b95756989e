/**
 * A worker whose every pending call is settled when it dies. Comlink alone leaves such calls waiting
 * for ever; here they reject with `workerDied`.
 */
import { TetradError } from '#/core/protocol/errors';
import { movePort, wrapApi } from './wire';

export interface WorkerConnection<Api> {
  api: Api;
  readonly alive: boolean;
  /** Ends the worker now; pending calls reject with `reason`. */
  terminate(reason?: TetradError): void;
}

export function raceWorker<Api extends object>(worker: Worker, name: string): WorkerConnection<Api> {
  const remote = wrapApi<Api>(worker) as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>;
  const pending = new Set<(reason: TetradError) => void>();
  let death: TetradError | undefined;

  const die = (reason: TetradError) => {
    if (death) return;
    death = reason;
    worker.terminate();
    for (const reject of pending) reject(reason);
    pending.clear();
  };
  worker.addEventListener('error', (event) => {
    const said = (event as ErrorEvent).message;
    die(workerDied(name, said ? `it said: ${said}` : 'it could not be loaded, or ran out of memory'));
  });
  worker.addEventListener('messageerror', () => die(workerDied(name, 'a message could not be read')));

  const call =
    (method: string) =>
    (...args: unknown[]) =>
      new Promise<unknown>((resolve, reject) => {
        if (death) return reject(death);
        pending.add(reject);
        const settled = () => pending.delete(reject);
        const wired = args.map((arg) => (arg instanceof MessagePort ? movePort(arg) : arg));
        Promise.resolve()
          .then(() => remote[method]?.(...wired))
          .then(resolve, reject)
          .finally(settled);
      });

  return {
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

/** One long-lived worker, made on first use and made anew after it died. */
export function restartingWorker<Api extends object>(create: () => Worker, name: string): () => Api {
  let connection: WorkerConnection<Api> | undefined;
  return () => {
    if (!connection?.alive) connection = raceWorker<Api>(create(), name);
    return connection.api;
  };
}
