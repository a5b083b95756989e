/** Every address of the studio is its one page. Addresses of files are files: a missing one is a 404, never the page. */
import type { Precache } from './precache';
import type { Route } from './route';

const isFile = /\/[^/?]+\.[a-z0-9]+$/i;

export const pageRoute = (precache: Precache): Route => ({
  answer: (request, { pathname, search }) =>
    request.mode === 'navigate' && request.method === 'GET' && !isFile.test(pathname + search)
      ? precache.answer(request, '/index.html')
      : undefined,
});
