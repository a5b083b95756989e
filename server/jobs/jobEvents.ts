/**
 * A job as server-sent events, as the page tells them: `epoch` (those of before first, or those after `Last-Event-ID`),
 * `status` when it changes, and `end`. All listeners of one job share one look at the database.
 */
import { type Hub, requestTopic } from './hub';
import { epochEvent, jobState } from './jobState';
import type { RequestStore } from './requestStore';

/** What another process wrote is found so soon. */
const lookEveryMs = 1000;

interface Told {
  event: 'epoch' | 'status' | 'end';
  text: string;
  epoch?: number;
}

interface Watched {
  epochs: Told[];
  status?: Told;
  listeners: Set<(told: Told) => void>;
  stop(): void;
}

const endings = ['completed', 'failed', 'cancelled'];

export function createJobEvents(requests: RequestStore, hub: Hub) {
  const watched = new Map<string, Watched>();

  function watch(workspace: string, id: string): Watched {
    const known = watched.get(id);
    if (known) return known;
    const one: Watched = { epochs: [], listeners: new Set(), stop: () => {} };
    watched.set(id, one);
    let isLooking = false;
    let again = false;
    const tell = (told: Told) => {
      for (const listener of Array.from(one.listeners)) listener(told);
    };
    const look = async () => {
      const stored = await requests.job(workspace, id);
      for (const { epoch, data } of await requests.epochs(id, one.epochs.at(-1)?.epoch ?? -1)) {
        const told: Told = { event: 'epoch', epoch, text: JSON.stringify(epochEvent(id, data)) };
        one.epochs.push(told);
        tell(told);
      }
      const now: Record<string, unknown> = stored ? jobState(stored) : {};
      const { status = 'gone', progress = 0, message = '', error } = now;
      const text = JSON.stringify({ job_id: id, status, progress, message, ...(error ? { error } : {}) });
      if (text === one.status?.text) return;
      one.status = { event: !stored || endings.includes(String(status)) ? 'end' : 'status', text };
      tell(one.status);
    };
    const wake = () => {
      again = true;
      if (isLooking) return;
      isLooking = true;
      void (async () => {
        while (again) {
          again = false;
          await look().catch(() => {});
        }
        isLooking = false;
      })();
    };
    const unlisten = hub.listen(requestTopic(id), wake);
    const timer = setInterval(wake, lookEveryMs);
    one.stop = () => {
      unlisten();
      clearInterval(timer);
      watched.delete(id);
    };
    wake();
    return one;
  }

  return {
    stream(workspace: string, id: string, request: Request): ReadableStream<Uint8Array> {
      const last = Number(request.headers.get('last-event-id') ?? -1);
      const encoder = new TextEncoder();
      let leave = () => {};
      return new ReadableStream({
        start(controller) {
          const one = watch(workspace, id);
          let sent = Number.isFinite(last) ? last : -1;
          const hear = ({ event, epoch, text }: Told) => {
            if (epoch !== undefined && epoch <= sent) return;
            if (epoch !== undefined) sent = epoch;
            // Who does not read is let go: it comes back with Last-Event-ID.
            if ((controller.desiredSize ?? 0) < -mostWaiting) return end();
            const mark = epoch === undefined ? '' : `id: ${epoch}\n`;
            controller.enqueue(encoder.encode(`${mark}event: ${event}\ndata: ${text}\n\n`));
            if (event === 'end') end();
          };
          const end = () => {
            leave();
            controller.close();
          };
          // Proxies and this server let go of a connection on which nothing is said.
          const alive = setInterval(() => controller.enqueue(encoder.encode(': \n\n')), sayEveryMs);
          leave = () => {
            leave = () => {};
            clearInterval(alive);
            one.listeners.delete(hear);
            if (one.listeners.size === 0) one.stop();
          };
          request.signal.addEventListener('abort', () => leave());
          one.listeners.add(hear);
          for (const told of [...one.epochs, ...(one.status ? [one.status] : [])]) hear(told);
        },
        cancel: () => leave(),
      });
    },
  };
}

const mostWaiting = 1000;
const sayEveryMs = 15_000;

export type JobEvents = ReturnType<typeof createJobEvents>;
