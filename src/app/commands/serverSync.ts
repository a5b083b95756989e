import { z } from 'zod';
import { defineCommand } from './commandDef';

export const serverSync = defineCommand({
  name: 'server.sync',
  effect: 'writes',
  title: 'Sync now',
  summary:
    'Meets the server at once: what changed here is sent, what changed there is stored. It happens by itself every 15 seconds.',
  input: z.strictObject({}),
  output: z.object({
    /** Records. */
    sent: z.int(),
    stored: z.int(),
    /** Another tab is at it. */
    isElsewhere: z.boolean(),
  }),
  async run(services) {
    const [{ requireConnection }, { syncOnce }] = await Promise.all([
      import('../sync/connection'),
      import('../sync/syncLoop'),
    ]);
    await requireConnection(services.storage.settings);
    const outcome = await syncOnce(services);
    return { sent: outcome?.sent ?? 0, stored: outcome?.stored ?? 0, isElsewhere: outcome === undefined };
  },
});
