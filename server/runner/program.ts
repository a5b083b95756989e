/** A studio without a page that works for a server: it keeps nothing, everything it is at is shared with the workspace. */
import { hostname } from 'node:os';
import { provideServices } from '#/app/services';
import { changeAllowed } from '#/app/sources/allowedHosts';
import { startRunner } from '#/app/runner/runnerLoop';
import { whileSharing } from '#/app/runner/shareNow';
import { shareAll } from '#/app/sync/serverSchemas';
import { connectionKey, type ServerConnection } from '#/core/protocol/sync';
import { openNodeStudio } from '../../test/support/nodeStudio';

const say = (line: object) =>
  process.stdout.write(`${JSON.stringify({ at: new Date().toISOString(), ...line })}\n`);
process.stdout.on('error', () => {});

const {
  TETRAD_URL,
  TETRAD_TOKEN,
  TETRAD_WORKSPACE,
  TETRAD_RUNNER,
  TETRAD_SHARE_SECONDS = '10',
} = process.env;
if (!TETRAD_TOKEN) {
  say({
    level: 'error',
    message: 'A runner needs a token with the scopes read and write: TETRAD_TOKEN (POST /auth/tokens).',
  });
  process.exit(2);
}
const url = (TETRAD_URL ?? 'http://127.0.0.1:8420').replace(/\/+$/, '');

interface Workspace {
  id: string;
  name: string;
  role: string;
}

async function connect(token: string): Promise<ServerConnection> {
  const response = await fetch(`${url}/workspaces`, { headers: { authorization: `Bearer ${token}` } }).catch(
    () => {
      throw new Error(
        `There is no server at ${url}. Start it (npm run server), or give its address as TETRAD_URL.`,
      );
    },
  );
  const told = (await response.json()) as { workspaces?: Workspace[]; detail?: string };
  if (!response.ok) throw new Error(told.detail ?? `The server answered ${response.status}.`);
  const workspaces = told.workspaces ?? [];
  const found = workspaces.find(({ id, name }) => id === TETRAD_WORKSPACE || name === TETRAD_WORKSPACE);
  const only = TETRAD_WORKSPACE === undefined && workspaces.length === 1 ? workspaces[0] : found;
  if (!only)
    throw new Error(
      `Give the workspace as TETRAD_WORKSPACE: ${workspaces.map(({ name }) => name).join(', ')}.`,
    );
  return {
    url,
    user: 'runner',
    token,
    workspaceId: only.id,
    workspaceName: only.name,
    role: only.role,
    share: shareAll,
  };
}

try {
  const connection = await connect(TETRAD_TOKEN);
  const { services } = await openNodeStudio('runner', {
    checkpointEveryMs: 2000,
    breathe: whileSharing,
  });
  provideServices(services);
  await changeAllowed(services.storage.settings, () => [{ host: new URL(url).host, at: Date.now() }]);
  await services.storage.settings.set(connectionKey, connection);
  const name =
    TETRAD_RUNNER ??
    `${hostname().replace(/[^\w.-]/g, '-')}-${process.pid}-${crypto.randomUUID().slice(0, 4)}`;
  startRunner(services, { name, say, shareEveryMs: Number(TETRAD_SHARE_SECONDS) * 1000 });
  say({ level: 'info', message: 'ready', name, url, workspace: connection.workspaceName });
} catch (thrown) {
  say({ level: 'error', message: thrown instanceof Error ? thrown.message : String(thrown) });
  process.exit(1);
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(0));
