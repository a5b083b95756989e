import { z } from 'zod';
import { readViews, savedViews } from '#/core/runs/savedViews';
import { defineCommand } from './commandDef';

export const runsViews = defineCommand({
  name: 'runs.views',
  effect: 'reads',
  title: 'List saved views',
  summary: 'Named views of the table of runs: filter, columns, groups, order, as its address has them.',
  input: z.strictObject({}),
  output: z.object({ views: savedViews }),
  unlogged: true,
  run: async ({ storage }) => ({ views: await readViews(storage.settings) }),
});
