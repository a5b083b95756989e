/** Everything the worker answers, one line each; the first that takes a request answers it. */
import { apiRoute } from './apiRoute';
import { pageRoute } from './pageRoute';
import type { Precache } from './precache';
import { precachedRoute } from './precachedRoute';
import type { Route } from './route';
import type { WindowClients } from './scope';

export const routesOf = (precache: Precache, clients: WindowClients): readonly Route[] => [
  apiRoute(clients),
  pageRoute(precache),
  precachedRoute(precache),
];
