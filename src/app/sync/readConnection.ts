import type { SettingsRepository } from '#/core/protocol/storage';
import { connectionKey, type ServerConnection } from '#/core/protocol/sync';

/** Kept in this browser; undefined where nothing is shared. */
export const readConnection = async (settings: SettingsRepository): Promise<ServerConnection | undefined> =>
  (await settings.get(connectionKey)) as ServerConnection | undefined;
