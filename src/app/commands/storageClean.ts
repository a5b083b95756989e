import { z } from 'zod';
import { defineCommand } from './commandDef';

export const storageClean = defineCommand({
  name: 'storage.clean',
  effect: 'writes',
  title: 'Clean storage',
  summary: 'Removes bytes that nothing refers to any more.',
  input: z.strictObject({}),
  output: z.object({
    freedBytes: z.number(),
    removed: z.int(),
    skipped: z.enum(['busy', 'readOnly']).optional(),
  }),
  // Asked for by a person: what was given up a moment ago goes too. Work in progress holds a lock.
  run: ({ storage }) => storage.collectGarbage({ graceMs: 0 }),
});
