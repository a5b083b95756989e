/**
 * The one table of what can be asked and who may: the router takes it, the tests go through it. An operation of a
 * workspace is for its members; to all others the workspace is one that does not exist.
 */
import type { Method } from '#/app/rest/restRoute';
import { restOperations } from './jobs/restOperations';
import { mlflowCalls } from './mlflow/mlflowOperations';

export const roles = ['owner', 'editor', 'viewer', 'runner'] as const;
export type Role = (typeof roles)[number];

/** What a token may be used for; one of a person who logged in may do all that the person may. */
export const scopes = ['read', 'write', 'admin'] as const;
export type Scope = (typeof scopes)[number];

export interface Operation {
  name: string;
  method: Method | 'HEAD';
  path: string;
  /** public: without an account; user: with one; else the roles in the workspace of the path. */
  for: 'public' | 'user' | readonly Role[];
  scope: Scope;
  /** It is a line of the audit log. */
  audited?: true;
}

const everyone: readonly Role[] = roles;
const writers: readonly Role[] = ['owner', 'editor', 'runner'];
const owners: readonly Role[] = ['owner'];
const ws = '/workspaces/{workspace}';

const own = [
  { name: 'health', method: 'GET', path: '/health', for: 'public', scope: 'read' },
  { name: 'ready', method: 'GET', path: '/ready', for: 'public', scope: 'read' },
  { name: 'metrics', method: 'GET', path: '/metrics', for: 'public', scope: 'read' },

  { name: 'openapi', method: 'GET', path: '/api/openapi.json', for: 'public', scope: 'read' },

  { name: 'register', method: 'POST', path: '/auth/register', for: 'public', scope: 'write', audited: true },
  { name: 'login', method: 'POST', path: '/auth/login', for: 'public', scope: 'write', audited: true },
  { name: 'logout', method: 'POST', path: '/auth/logout', for: 'user', scope: 'read', audited: true },
  { name: 'accept', method: 'POST', path: '/auth/accept', for: 'user', scope: 'admin', audited: true },
  { name: 'me', method: 'GET', path: '/auth/me', for: 'user', scope: 'read' },
  { name: 'listTokens', method: 'GET', path: '/auth/tokens', for: 'user', scope: 'admin' },
  { name: 'createToken', method: 'POST', path: '/auth/tokens', for: 'user', scope: 'admin', audited: true },
  {
    name: 'deleteToken',
    method: 'DELETE',
    path: '/auth/tokens/{token}',
    for: 'user',
    scope: 'admin',
    audited: true,
  },

  { name: 'listWorkspaces', method: 'GET', path: '/workspaces', for: 'user', scope: 'read' },
  {
    name: 'createWorkspace',
    method: 'POST',
    path: '/workspaces',
    for: 'user',
    scope: 'admin',
    audited: true,
  },
  { name: 'eraseWorkspace', method: 'DELETE', path: ws, for: owners, scope: 'admin', audited: true },
  {
    name: 'exportWorkspace',
    method: 'GET',
    path: `${ws}/export`,
    for: owners,
    scope: 'admin',
    audited: true,
  },
  { name: 'listMembers', method: 'GET', path: `${ws}/members`, for: everyone, scope: 'read' },
  {
    name: 'setMember',
    method: 'PUT',
    path: `${ws}/members/{user}`,
    for: owners,
    scope: 'admin',
    audited: true,
  },
  {
    name: 'removeMember',
    method: 'DELETE',
    path: `${ws}/members/{user}`,
    for: owners,
    scope: 'admin',
    audited: true,
  },
  { name: 'invite', method: 'POST', path: `${ws}/invites`, for: owners, scope: 'admin', audited: true },
  { name: 'readAudit', method: 'GET', path: `${ws}/audit`, for: owners, scope: 'admin' },

  { name: 'listBlobs', method: 'GET', path: `${ws}/blobs`, for: everyone, scope: 'read' },
  { name: 'askBlob', method: 'HEAD', path: `${ws}/blobs/{hash}`, for: everyone, scope: 'read' },
  { name: 'readBlob', method: 'GET', path: `${ws}/blobs/{hash}`, for: everyone, scope: 'read' },
  { name: 'writeBlob', method: 'PUT', path: `${ws}/blobs/{hash}`, for: writers, scope: 'write' },
  { name: 'readLog', method: 'GET', path: `${ws}/log`, for: everyone, scope: 'read' },
  { name: 'writeLog', method: 'POST', path: `${ws}/log`, for: writers, scope: 'write' },

  { name: 'listRunners', method: 'GET', path: `${ws}/runners`, for: everyone, scope: 'read' },
  { name: 'leaseRequest', method: 'POST', path: `${ws}/runners/lease`, for: writers, scope: 'write' },
  {
    name: 'beatRequest',
    method: 'POST',
    path: `${ws}/runners/requests/{request}/beat`,
    for: writers,
    scope: 'write',
  },
  {
    name: 'answerRequest',
    method: 'POST',
    path: `${ws}/runners/requests/{request}/answer`,
    for: writers,
    scope: 'write',
  },
] as const satisfies readonly Operation[];

/** Of MLflow's API, below the workspace. */
const mlflow = mlflowCalls.map(
  ([method, call, access]): Operation => ({
    name: `mlflow ${method} ${call}`,
    method,
    path: `${ws}/api/2.0/mlflow/${call}`,
    for: access === 'read' ? everyone : writers,
    scope: access,
  }),
);

/** `/ml` and `/api/ml`, as the page answers them: here a runner does. */
const rest = restOperations.map(
  ({ name, access, route }): Operation => ({
    name,
    method: route.method,
    path: `${ws}${route.path}`,
    for: access === 'read' ? everyone : writers,
    scope: access,
  }),
);

export const operations: readonly Operation[] = [...own, ...mlflow, ...rest];
export type OwnOperation = (typeof own)[number]['name'];
