/**
 * The worker's side of a call that has no port of its own: while any is under way the worker gives signs of life on its
 * main channel, so that the page can tell a slow one from one that hangs (raceWorker.ts).
 */
import { type Heartbeat, Pulse } from '#/core/protocol/heartbeat';

type Method = (...args: unknown[]) => unknown;

export function withBeats(api: object, post: (beat: Heartbeat) => void): object {
  let calls = 0;
  let pulse: Pulse | undefined;
  const beating =
    (method: Method): Method =>
    async (...args) => {
      if (args.some(isPort)) return await method(...args);
      calls++;
      pulse ??= new Pulse(post);
      try {
        return await method(...args);
      } finally {
        calls--;
        if (calls === 0) {
          pulse?.stop();
          pulse = undefined;
        }
      }
    };
  return Object.fromEntries(
    Object.entries(api).map(([name, member]) => [
      name,
      typeof member === 'function' ? beating(member as Method) : member,
    ]),
  );
}

/** Long work beats on the port it streams its events to. */
export const isPort = (value: unknown): value is MessagePort =>
  typeof MessagePort !== 'undefined' && value instanceof MessagePort;
