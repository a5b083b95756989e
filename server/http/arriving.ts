/**
 * The body of a request as it arrives: refused when it comes slower than is worth a connection, and told from a failure
 * when the client goes. Only the time in which the server waits for the client counts, so that a slow disk is not the
 * client's fault: it may wait for `graceMs`, and what arrives earns time again, never more than that.
 */
import type { IncomingMessage } from 'node:http';
import { HttpProblem } from '#/app/rest/problem';
import { gone } from './failures';

export interface LeastRate {
  bytesPerSecond: number;
  graceMs: number;
}

export const usualRate: LeastRate = { bytesPerSecond: 1024, graceMs: 20_000 };

export function arriving(incoming: IncomingMessage, { bytesPerSecond, graceMs }: LeastRate): ReadableStream {
  const chunks = incoming[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  let leftMs = graceMs;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const since = performance.now();
        let timer: NodeJS.Timeout | undefined;
        const late = new Promise<'late'>((resolve) => {
          timer = setTimeout(resolve, leftMs, 'late');
        });
        const next = await Promise.race([chunks.next().catch(() => undefined), late]);
        clearTimeout(timer);
        if (next === 'late') return controller.error(tooSlow(bytesPerSecond));
        if (!next) return controller.error(gone());
        if (next.done) return controller.close();
        const earnedMs = (next.value.byteLength / bytesPerSecond) * 1000;
        leftMs = Math.min(graceMs, Math.max(1, leftMs - (performance.now() - since)) + earnedMs);
        controller.enqueue(next.value);
      },
    },
    { highWaterMark: 0 },
  );
}

const tooSlow = (bytesPerSecond: number) =>
  new HttpProblem(
    {
      code: 'badInput',
      message: `The body arrives slower than ${bytesPerSecond} bytes a second.`,
      place: 'body',
      hint: 'What arrived of a blob is kept: ask with HEAD how far it is, and go on from there.',
    },
    { status: 408, headers: { connection: 'close' } },
  );
