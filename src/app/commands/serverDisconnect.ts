import { z } from 'zod';
import { readConnection } from '../sync/readConnection';
import { connectionKey } from '../sync/serverSchemas';
import { defineCommand } from './commandDef';

export const serverDisconnect = defineCommand({
  name: 'server.disconnect',
  effect: 'writes',
  title: 'Disconnect from the server',
  summary:
    'Signs out and asks the server nothing more. What is here stays here, what is there stays there; the host stays allowed (sources.revoke).',
  input: z.strictObject({}),
  output: z.object({}),
  async run(services) {
    const { storage } = services;
    const [{ withServer }, { stopSync }] = await Promise.all([
      import('../sync/connection'),
      import('../sync/syncLoop'),
    ]);
    stopSync();
    const connection = await readConnection(storage.settings);
    await storage.settings.delete(connectionKey);
    // Where it cannot be reached, its token ends by itself.
    if (connection)
      await withServer(services, connection, (api) => api.json('POST', '/auth/logout')).catch(() => {});
    return {};
  },
});
