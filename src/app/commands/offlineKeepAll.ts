import { z } from 'zod';
import { keepOfflineParts } from '../offlineParts';
import { defineCommand } from './commandDef';

export const offlineKeepAll = defineCommand({
  name: 'offline.keepAll',
  effect: 'writes',
  title: 'Make everything available offline',
  summary: 'Fetches and keeps every part of the studio that is not on this machine yet.',
  input: z.strictObject({}),
  output: z.object({ kept: z.int() }),
  async run() {
    return { kept: (await keepOfflineParts()).length };
  },
});
