import { z } from 'zod';
import { errorInfo } from '../outputs/values';
import { syncingStore } from '../stores/syncing';
import { readConnection } from '../sync/readConnection';
import { connectionSchema, told } from '../sync/serverSchemas';
import { defineCommand } from './commandDef';

const conflict = z.object({
  at: z.number(),
  table: z.string(),
  record: z.string(),
  name: z.string(),
  field: z.string(),
  mine: z.string(),
  theirs: z.string(),
  kept: z.enum(['mine', 'theirs']),
});

export const serverStatus = defineCommand({
  name: 'server.status',
  effect: 'reads',
  unlogged: true,
  title: 'What is shared with a server',
  summary:
    'The server and workspace this studio is connected with (null: none), what waits to be sent and to be stored here, what was changed on both sides, and what stands in the way.',
  input: z.strictObject({}),
  output: z.object({
    connection: connectionSchema.nullable(),
    toSend: z.int(),
    toStore: z.int(),
    lastSyncedAt: z.number().nullable(),
    conflicts: z.array(conflict),
    /** Of the last time this tab met the server. */
    error: errorInfo.nullable(),
  }),
  async run({ storage }) {
    const connection = await readConnection(storage.settings);
    if (!connection)
      return { connection: null, toSend: 0, toStore: 0, lastSyncedAt: null, conflicts: [], error: null };
    const store = await storage.sync();
    const { toSend, toApply } = await store.counts();
    return {
      connection: told(connection),
      toSend,
      toStore: toApply,
      lastSyncedAt: (await store.state()).lastSyncedAt ?? null,
      conflicts: await store.conflicts(),
      error: syncingStore.getState().error ?? null,
    };
  },
});
