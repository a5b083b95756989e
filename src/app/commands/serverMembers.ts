import { z } from 'zod';
import { roleSchema } from '../sync/serverSchemas';
import { defineCommand } from './commandDef';

export const serverMembers = defineCommand({
  name: 'server.members',
  effect: 'reads',
  title: 'Members of the workspace',
  summary: 'Who shares the workspace of the server, and as what.',
  input: z.strictObject({}),
  output: z.object({
    members: z.array(z.object({ id: z.string(), name: z.string(), role: roleSchema })),
  }),
  async run(services) {
    const { requireConnection, withServer } = await import('../sync/connection');
    const connection = await requireConnection(services.storage.settings);
    return await withServer(services, connection, (api) =>
      api.json('GET', '/workspaces/{workspace}/members'),
    );
  },
});
