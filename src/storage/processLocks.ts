/** The Web Locks rules inside one thread: first come first served, sharers together, writers alone. */
import type { LockManagerLike, LockOptions } from './locks';

interface Waiter {
  shared: boolean;
  grant: () => void;
}

interface Queue {
  holders: number;
  exclusive: boolean;
  waiting: Waiter[];
}

const queues = new Map<string, Queue>();

const givenUp = (): DOMException => new DOMException('The wait for a lock was given up.', 'AbortError');

function advance(name: string, queue: Queue): void {
  for (;;) {
    const next = queue.waiting[0];
    if (!next) break;
    if (queue.holders > 0 && (queue.exclusive || !next.shared)) return;
    queue.waiting.shift();
    queue.holders++;
    queue.exclusive = !next.shared;
    next.grant();
  }
  if (queue.holders === 0) queues.delete(name);
}

async function request<T>(
  name: string,
  options: LockOptions,
  callback: (lock: object | null) => Promise<T> | T,
): Promise<T> {
  const queue = queues.get(name) ?? { holders: 0, exclusive: false, waiting: [] };
  const shared = options.mode === 'shared';
  const free = queue.waiting.length === 0 && (queue.holders === 0 || (shared && !queue.exclusive));
  if (options.ifAvailable && !free) return await callback(null);
  if (options.signal?.aborted) throw givenUp();
  queues.set(name, queue);
  await new Promise<void>((resolve, reject) => {
    const waiter: Waiter = { shared, grant: resolve };
    options.signal?.addEventListener('abort', () => {
      const at = queue.waiting.indexOf(waiter);
      if (at < 0) return;
      queue.waiting.splice(at, 1);
      reject(givenUp());
      advance(name, queue);
    });
    queue.waiting.push(waiter);
    advance(name, queue);
  });
  try {
    return await callback({ name });
  } finally {
    queue.holders--;
    advance(name, queue);
  }
}

export const processLocks: LockManagerLike = { request };
