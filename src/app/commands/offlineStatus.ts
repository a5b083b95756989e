import { z } from 'zod';
import { readOfflineParts } from '../offlineParts';
import { defineCommand } from './commandDef';

export const offlineStatus = defineCommand({
  name: 'offline.status',
  effect: 'reads',
  title: 'Kept for offline use',
  summary:
    'Shell and engine are kept by the first visit; formats and the check of exported files once they were used. Which of them are, with their sizes; `supported` is false where this browser keeps nothing.',
  unlogged: true,
  input: z.strictObject({}),
  output: z.object({
    supported: z.boolean(),
    parts: z.array(z.object({ title: z.string(), bytes: z.number(), kept: z.boolean() })),
  }),
  async run() {
    const parts = await readOfflineParts();
    return {
      supported: parts !== undefined,
      parts: (parts ?? []).map(({ title, bytes, missing }) => ({ title, bytes, kept: missing.length === 0 })),
    };
  },
});
