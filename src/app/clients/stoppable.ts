/**
 * Long work in a worker of its own: events while it runs, a polite stop, and force when that is not heard.
 * A worker that hangs is ended, as one that died.
 */
import { TetradError } from '#/core/protocol/errors';
import { hung, type WorkerConnection } from './raceWorker';
import { isBeat, watch } from './watchdog';

export interface Stoppable<Result, How extends string> {
  done: Promise<Result>;
  stop(how: How): void;
}

/** A worker that does not stop by itself within this time is ended. One that is to save its work first may end its step. */
const stopPatienceMs = 8_000;
/** Events already on their way when the result arrives are still delivered. */
const portLingerMs = 500;

export function stoppable<Api, Event, Result, How extends string>(
  connection: WorkerConnection<Api>,
  start: (api: Api, port: MessagePort) => Promise<Result>,
  stop: (api: Api, how: How) => Promise<void>,
  onEvent: (event: Event) => void,
): Stoppable<Result, How> {
  const { port1, port2 } = new MessageChannel();
  const watchdog = watch((silentMs, place) => connection.terminate(hung(connection.name, silentMs, place)));
  port1.onmessage = ({ data }: MessageEvent<unknown>) => {
    watchdog.heard(data);
    if (!isBeat(data)) onEvent(data as Event);
  };
  let force: ReturnType<typeof setTimeout> | undefined;
  const done = start(connection.api, port2).finally(() => {
    clearTimeout(force);
    watchdog.end();
    connection.terminate();
    setTimeout(() => port1.close(), portLingerMs);
  });
  return {
    done,
    stop: (how) => {
      if (force) return;
      force = setTimeout(
        () => connection.terminate(new TetradError({ code: 'cancelled', message: 'Stopped.' })),
        how === 'cancel' ? stopPatienceMs : watchdog.patienceMs,
      );
      // When the stop itself fails, the timer above ends the worker.
      stop(connection.api, how).catch(() => {});
    },
  };
}
