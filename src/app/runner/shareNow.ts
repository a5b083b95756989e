import type { AppServices } from '../services';
import { syncOnce } from '../sync/syncLoop';

const lookAgainMs = 50;
const tries = 600;

/** Meets the server now; where it is being met already, once more after that. */
export async function shareNow(services: AppServices): Promise<void> {
  for (let i = 0; i < tries; i++) {
    if (await syncOnce(services)) return;
    await new Promise((resolve) => setTimeout(resolve, lookAgainMs));
  }
}
