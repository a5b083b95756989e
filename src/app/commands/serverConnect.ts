import { z } from 'zod';
import { connectionSchema, told } from '../sync/serverSchemas';
import { defineCommand } from './commandDef';

export const serverConnect = defineCommand({
  name: 'server.connect',
  effect: 'writes',
  title: 'Connect to a server',
  summary:
    'Signs in at a sync server and shares with a workspace of it from then on: what is here and what is there come together. Its host has to be allowed first (sources.allow). `isNew` makes the account; everybody after the first person needs an `invite`. Without `workspace` the first one that is yours, or a new one.',
  input: z.strictObject({
    url: z.string().min(1).max(500),
    name: z.string().min(1).max(64),
    password: z.string().min(1).max(1000),
    isNew: z.boolean().optional(),
    invite: z.string().max(200).optional(),
    workspace: z.string().max(200).optional(),
  }),
  output: z.object({ connection: connectionSchema }),
  async run(services, given) {
    const [{ signIn }, { startSync }] = await Promise.all([
      import('../sync/signIn'),
      import('../sync/syncLoop'),
    ]);
    const connection = await signIn(services, given);
    startSync(services);
    return { connection: told(connection) };
  },
});
