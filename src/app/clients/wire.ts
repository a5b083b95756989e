/**
 * Both ends of a worker import this: errors cross as ErrorInfo data and arrive as TetradError.
 * Comlink's own handler would drop code, hint and place.
 */
import * as Comlink from 'comlink';
import { type ErrorInfo, TetradError, toErrorInfo } from '#/core/protocol/errors';
import { withBeats } from './withBeats';

const comlinkThrow = Comlink.transferHandlers.get('throw');
if (comlinkThrow)
  Comlink.transferHandlers.set('throw', {
    canHandle: comlinkThrow.canHandle,
    serialize: (thrown) => [
      { info: toErrorInfo((thrown as { value: unknown }).value), stack: stackOf(thrown) },
      [],
    ],
    deserialize: (data: { info: ErrorInfo; stack?: string }) => {
      const error = new TetradError(data.info);
      if (data.stack) error.stack = data.stack;
      throw error;
    },
  } satisfies Comlink.TransferHandler<unknown, { info: ErrorInfo; stack?: string }>);

const stackOf = (thrown: unknown) => {
  const { value } = thrown as { value: unknown };
  return value instanceof Error ? value.stack : undefined;
};

/** The worker's side: offers `api` to whoever made the worker, and beats while it is asked something. */
export const exposeApi = (
  api: object,
  endpoint: Comlink.Endpoint = globalThis as unknown as Comlink.Endpoint,
): void =>
  Comlink.expose(
    withBeats(api, (beat) => endpoint.postMessage(beat)),
    endpoint,
  );

export const wrapApi = <Api>(endpoint: Comlink.Endpoint): Comlink.Remote<Api> => Comlink.wrap<Api>(endpoint);

/** Marks a port to be moved, not copied. */
export const movePort = (port: MessagePort): MessagePort => Comlink.transfer(port, [port]);
