/** Signs in, or in for the first time, and finds the workspace that is meant. */
import { TetradError } from '#/core/protocol/errors';
import { connectionKey, type ServerConnection } from '#/core/protocol/sync';
import type { AppServices } from '../services';
import { readServerUrl, withServer } from './connection';
import { shareAll } from './serverSchemas';

export interface SignIn {
  url: string;
  name: string;
  password: string;
  isNew?: boolean;
  invite?: string;
  workspace?: string;
}

interface Workspace {
  id: string;
  name: string;
  role: string;
}

export async function signIn(services: AppServices, given: SignIn): Promise<ServerConnection> {
  const { name, password, isNew, invite, workspace } = given;
  const url = readServerUrl(given.url);
  const { token } = await withServer(services, { url }, (api) =>
    api.json<{ token: string }>('POST', isNew ? '/auth/register' : '/auth/login', {
      name,
      password,
      ...(isNew && invite !== undefined && { invite }),
    }),
  );
  const chosen = await withServer(services, { url, token }, async (api) => {
    if (!isNew && invite !== undefined) await api.json('POST', '/auth/accept', { invite });
    const { workspaces } = await api.json<{ workspaces: Workspace[] }>('GET', '/workspaces');
    const found =
      workspace === undefined
        ? workspaces[0]
        : workspaces.find((one) => one.id === workspace || one.name === workspace);
    if (found) return found;
    if (workspace !== undefined && workspaces.length > 0)
      throw new TetradError({
        code: 'notFound',
        message: `There is no workspace "${workspace}" that is yours.`,
        place: 'workspace',
        hint: `Yours are: ${workspaces.map((one) => one.name).join(', ')}.`,
      });
    return await api.json<Workspace>('POST', '/workspaces', { name: workspace ?? 'Shared' });
  });
  const connection: ServerConnection = {
    url,
    user: name,
    token,
    workspaceId: chosen.id,
    workspaceName: chosen.name,
    role: chosen.role,
    share: shareAll,
  };
  await services.storage.settings.set(connectionKey, connection);
  return connection;
}
