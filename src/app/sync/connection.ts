/** The server that this studio is connected with, if any: kept in this browser, never written into a log or a file. */
import { TetradError } from '#/core/protocol/errors';
import type { SettingsRepository } from '#/core/protocol/storage';
import type { ServerConnection } from '#/core/protocol/sync';
import type { AppServices } from '../services';
import { trafficMeter } from '../sources/traffic';
import { readConnection } from './readConnection';
import { type Ask, serverApi, type ServerApi } from './serverApi';

export async function requireConnection(settings: SettingsRepository): Promise<ServerConnection> {
  const connection = await readConnection(settings);
  if (connection) return connection;
  throw new TetradError({
    code: 'notFound',
    message: 'This studio is connected with no server.',
    hint: 'Connect it in the settings (Sharing), or by server.connect.',
  });
}

/** Asks through the worker that may; what left and came is counted. */
export async function withServer<T>(
  { sources, storage }: AppServices,
  connection: { url: string; token?: string; workspaceId?: string },
  work: (api: ServerApi) => Promise<T>,
): Promise<T> {
  const meter = trafficMeter(storage.settings);
  const session = sources.session();
  const ask: Ask = async (request) => {
    const answer = await session.ask(request);
    meter.hear(answer.traffic);
    return answer;
  };
  try {
    return await work(serverApi(ask, connection, connection.workspaceId));
  } finally {
    session.end();
    await meter.end();
  }
}

/** As a person types it: "http://127.0.0.1:8420/". */
export function readServerUrl(text: string): string {
  const url = URL.parse(text.includes('://') ? text.trim() : `https://${text.trim()}`);
  if (url && url.username === '' && url.search === '' && url.hash === '')
    return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
  throw new TetradError({
    code: 'badInput',
    message: 'This is no address of a server.',
    place: 'url',
    hint: 'Write it whole, for example http://127.0.0.1:8420.',
  });
}
