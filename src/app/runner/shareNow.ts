import type { AppServices } from '../services';
import { syncOnce } from '../sync/syncLoop';

const lookAgainMs = 50;
const tries = 600;
const letGoMs = 5000;

let underWay: Promise<void> | undefined;

/** Meets the server now; where it is being met already, once more after that. */
export function shareNow(services: AppServices): Promise<void> {
  const own = share(services).finally(() => {
    if (underWay === own) underWay = undefined;
  });
  underWay = own;
  return own;
}

/**
 * Until what is being shared is shared, but not for long: a server may be away. A training in the same thread waits for it,
 * else each of the many turns that sharing takes waits for a step.
 */
export async function whileSharing(): Promise<void> {
  if (!underWay) return;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const longest = new Promise<void>((resolve) => (timer = setTimeout(resolve, letGoMs)));
  await Promise.race([underWay.catch(() => {}), longest]);
  clearTimeout(timer);
}

async function share(services: AppServices): Promise<void> {
  for (let i = 0; i < tries; i++) {
    if (await syncOnce(services)) return;
    await new Promise((resolve) => setTimeout(resolve, lookAgainMs));
  }
}
