/** Keeps the studio for offline use, and says when a newer version waits. Taking it is the user's choice. */
import { offerUpdate } from './stores/connection';

const checkEveryMs = 60 * 60_000;

export async function registerServiceWorker(): Promise<void> {
  if (!('serviceWorker' in navigator)) return;
  const registration = await navigator.serviceWorker
    .register('/sw.js', { scope: '/', updateViaCache: 'none' })
    .catch(() => undefined);
  // Refused (a private window, a policy): the studio works, only not offline.
  if (!registration) return;
  let taking = false;
  const offer = (waiting: ServiceWorker) =>
    offerUpdate(() => {
      taking = true;
      waiting.postMessage({ type: 'SKIP_WAITING' });
    });
  // On the first visit the worker also takes control; only an update asked for here reloads the page.
  navigator.serviceWorker.addEventListener('controllerchange', () => {
    if (taking) location.reload();
  });
  if (registration.waiting && navigator.serviceWorker.controller) offer(registration.waiting);
  registration.addEventListener('updatefound', () => {
    // The first release is no update. Control alone does not tell: WebKit may give it before it says "installed".
    const arriving = registration.active ? registration.installing : undefined;
    arriving?.addEventListener('statechange', () => {
      if (arriving.state === 'installed' && navigator.serviceWorker.controller) offer(arriving);
    });
  });
  setInterval(() => void registration.update().catch(() => {}), checkEveryMs);
}
