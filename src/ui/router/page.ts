/** One page of the studio: path, title, the chunk it lives in, and what its search may hold. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import type { ComponentType } from 'react';
import { PageError } from './PageError';
import { rootRoute } from './rootRoute';

declare module '@tanstack/react-router' {
  interface StaticDataRouteOption {
    title?: string;
  }
}

type Load = () => Promise<{ default: ComponentType }>;

export const page = <const P extends string, S extends object = Record<never, never>>(
  path: P,
  title: string,
  load: Load,
  search?: (raw: Record<string, unknown>) => S,
) =>
  createRoute({
    getParentRoute: () => rootRoute,
    path,
    validateSearch: search ?? ((): S => ({}) as S),
    component: lazyRouteComponent(load),
    errorComponent: PageError,
    staticData: { title },
  });
