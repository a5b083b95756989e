/** The routes of the API that the studio answers, as operations of a workspace. */
import type { RestRoute } from '#/app/rest/restRoute';
import { routes } from '#/app/rest/routes';

export interface RestOperation {
  name: string;
  access: 'read' | 'write';
  route: RestRoute;
}

/** Answers that change nothing, although they are asked for with a body. */
const reads = ['inference.predict'];

export const restOperations: readonly RestOperation[] = routes.map((route) => ({
  name: `rest ${route.method} ${route.path}`,
  access: route.method === 'GET' || reads.includes(route.command ?? '') ? 'read' : 'write',
  route,
}));
