import { z } from 'zod';
import { defineCommand } from './commandDef';

export const storagePersist = defineCommand({
  name: 'storage.persist',
  effect: 'writes',
  title: 'Keep data',
  summary: 'Asks the browser not to evict what is stored here.',
  input: z.strictObject({}),
  output: z.object({ granted: z.boolean() }),
  run: async ({ storage }) => ({ granted: await storage.persist() }),
});
