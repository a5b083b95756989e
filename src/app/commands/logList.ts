import { z } from 'zod';
import { id } from '../commandSchemas';
import { defineCommand } from './commandDef';

export const logList = defineCommand({
  name: 'log.list',
  title: 'Read the log',
  summary: 'Commands that were called, newest first.',
  unlogged: true,
  input: z.strictObject({ limit: z.int().min(1).max(10_000).default(200) }),
  output: z.array(
    z.object({
      id,
      at: z.number(),
      name: z.string(),
      input: z.unknown(),
      ok: z.boolean(),
      error: z.string().optional(),
      ms: z.number(),
    }),
  ),
  async run({ storage }, { limit }) {
    const entries = await storage.log.list(limit);
    return entries.map((entry) => ({ ...entry, error: entry.error?.message }));
  },
});
