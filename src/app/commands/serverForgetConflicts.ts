import { z } from 'zod';
import { defineCommand } from './commandDef';

export const serverForgetConflicts = defineCommand({
  name: 'server.forgetConflicts',
  effect: 'writes',
  title: 'Forget what was changed on both sides',
  summary: 'Clears the list of fields that were changed here and elsewhere at once.',
  input: z.strictObject({}),
  output: z.object({}),
  async run({ storage }) {
    await (await storage.sync()).forgetConflicts();
    return {};
  },
});
