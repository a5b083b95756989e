import { z } from 'zod';
import { connectionKey, connectionSchema, shareSchema, told } from '../sync/serverSchemas';
import { defineCommand } from './commandDef';

export const serverShare = defineCommand({
  name: 'server.share',
  effect: 'writes',
  title: 'Choose what is shared',
  summary:
    'All of this studio, or only some datasets and models with what belongs to them; `withoutData`: models, runs and curves, but no rows. It counts from now on: what was sent stays at the server.',
  input: shareSchema,
  output: z.object({ connection: connectionSchema }),
  async run({ storage }, share) {
    const { requireConnection } = await import('../sync/connection');
    const connection = { ...(await requireConnection(storage.settings)), share };
    await storage.settings.set(connectionKey, connection);
    return { connection: told(connection) };
  },
});
