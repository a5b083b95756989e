import { createRouter } from '@tanstack/react-router';
import { routes } from '../routes';
import { PageError } from './PageError';
import { rootRoute } from './rootRoute';

export const router = createRouter({
  routeTree: rootRoute.addChildren([...routes]),
  defaultPreload: 'intent',
  defaultPreloadDelay: 80,
  defaultErrorComponent: PageError,
  defaultPendingMs: 400,
  scrollRestoration: false,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
