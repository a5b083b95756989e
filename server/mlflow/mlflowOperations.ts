/** The calls of MLflow's REST API 2.0 that are answered, for a tracking URI of `http://…/workspaces/{id}`. */
import type { Method } from '#/app/rest/restRoute';

type Access = 'read' | 'write';

export const mlflowCalls: readonly (readonly [method: Method, call: string, access: Access])[] = [
  ['POST', 'experiments/create', 'write'],
  ['GET', 'experiments/get', 'read'],
  ['GET', 'experiments/get-by-name', 'read'],
  ['GET', 'experiments/search', 'read'],
  ['POST', 'experiments/search', 'read'],
  ['POST', 'experiments/update', 'write'],
  ['POST', 'experiments/delete', 'write'],
  ['POST', 'experiments/restore', 'write'],
  ['POST', 'runs/create', 'write'],
  ['GET', 'runs/get', 'read'],
  ['POST', 'runs/update', 'write'],
  ['POST', 'runs/delete', 'write'],
  ['POST', 'runs/restore', 'write'],
  ['POST', 'runs/search', 'read'],
  ['POST', 'runs/log-metric', 'write'],
  ['POST', 'runs/log-parameter', 'write'],
  ['POST', 'runs/log-batch', 'write'],
  ['POST', 'runs/set-tag', 'write'],
  ['POST', 'runs/delete-tag', 'write'],
  ['GET', 'metrics/get-history', 'read'],
  ['POST', 'registered-models/create', 'write'],
  ['GET', 'registered-models/get', 'read'],
  ['GET', 'registered-models/search', 'read'],
  ['POST', 'registered-models/alias', 'write'],
  ['GET', 'registered-models/alias', 'read'],
  ['DELETE', 'registered-models/alias', 'write'],
  ['POST', 'model-versions/create', 'write'],
  ['GET', 'model-versions/get', 'read'],
  ['GET', 'model-versions/search', 'read'],
];
