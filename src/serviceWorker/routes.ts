/** Everything the worker answers, one line each; the first that takes a request answers it. */
import { pageRoute } from './pageRoute';
import type { Precache } from './precache';
import { precachedRoute } from './precachedRoute';
import type { Route } from './route';

export const routesOf = (precache: Precache): readonly Route[] => [
  pageRoute(precache),
  precachedRoute(precache),
];
