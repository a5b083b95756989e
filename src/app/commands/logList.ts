import { z } from 'zod';
import { commandEffects } from '#/core/protocol/storage';
import { id } from '../commandSchemas';
import { whenLogged } from '../commandLog';
import { defineCommand } from './commandDef';

export const logList = defineCommand({
  name: 'log.list',
  effect: 'reads',
  title: 'Read the log',
  summary: 'Commands that were called, newest first; all, or only those that wrote.',
  unlogged: true,
  input: z.strictObject({
    limit: z.int().min(1).max(10_000).default(200),
    effect: z.enum(commandEffects).optional(),
  }),
  output: z.array(
    z.object({
      id,
      at: z.number(),
      name: z.string(),
      effect: z.enum(commandEffects).optional(),
      input: z.unknown(),
      ok: z.boolean(),
      error: z.string().optional(),
      ms: z.number(),
    }),
  ),
  async run({ storage }, { limit, effect }) {
    await whenLogged();
    const entries = await storage.log.list(limit, effect);
    return entries.map((entry) => ({ ...entry, error: entry.error?.message }));
  },
});
