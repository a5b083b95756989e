/**
 * Keeps the studio for offline use and stands between its pages and the network: `routesOf` lists what is
 * answered here. A newer release waits until the user takes it. Built to /sw.js by scripts/vite/offline.ts.
 */
import { createPrecache, type PrecachedFile } from './precache';
import { routesOf } from './routes';
import type { WorkerScope } from './scope';

/** Set by the build: every file of the release. */
declare const __PRECACHED_FILES__: PrecachedFile[];
declare const __FILES_WHEN_USED__: string[];

const scope = self as unknown as WorkerScope;
const { origin } = scope.location;
const precache = createPrecache(
  { atFirst: __PRECACHED_FILES__, whenUsed: __FILES_WHEN_USED__ },
  { caches: scope.caches, origin, fetch: (request) => fetch(request) },
);
const routes = routesOf(precache, scope.clients);

scope.addEventListener('install', (event) => event.waitUntil(precache.fill()));

// The first visit is controlled at once. An update waits for its message.
scope.addEventListener('activate', (event) =>
  event.waitUntil(precache.settle().then(() => scope.clients.claim())),
);

scope.addEventListener('message', ({ data }) => {
  if ((data as { type?: unknown } | null)?.type === 'SKIP_WAITING') void scope.skipWaiting();
});

scope.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url);
  if (url.origin !== origin) return;
  for (const route of routes) {
    const answer = route.answer(event.request, url, event.clientId);
    if (!answer) continue;
    event.respondWith(answer);
    return;
  }
});
