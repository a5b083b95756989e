/** Files of this release, and hashed ones of the release before, which a tab left open may still ask for. */
import type { Precache } from './precache';
import type { Route } from './route';

const hashed = /^\/(assets|outside)\//;

export const precachedRoute = (precache: Precache): Route => ({
  answer: (request, { pathname }) =>
    request.method === 'GET' && (precache.has(pathname) || hashed.test(pathname))
      ? precache.answer(request, pathname)
      : undefined,
});
