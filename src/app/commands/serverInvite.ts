import { z } from 'zod';
import { roleSchema } from '../sync/serverSchemas';
import { defineCommand } from './commandDef';

export const serverInvite = defineCommand({
  name: 'server.invite',
  effect: 'writes',
  title: 'Invite somebody',
  summary:
    'A word that lets one person into the workspace of the server within seven days, as owner, editor, viewer or runner.',
  input: z.strictObject({ role: roleSchema }),
  output: z.object({ invite: z.string(), role: roleSchema, days: z.int() }),
  async run(services, { role }) {
    const { requireConnection, withServer } = await import('../sync/connection');
    const connection = await requireConnection(services.storage.settings);
    return await withServer(services, connection, (api) =>
      api.json('POST', '/workspaces/{workspace}/invites', { role }),
    );
  },
});
