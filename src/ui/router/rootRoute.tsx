import { createRootRoute } from '@tanstack/react-router';
import { Shell } from '../shell/Shell';
import { UnknownRoute } from './UnknownRoute';

export const rootRoute = createRootRoute({ component: Shell, notFoundComponent: UnknownRoute });
