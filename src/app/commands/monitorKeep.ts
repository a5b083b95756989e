import { z } from 'zod';
import { mostBound } from '#/core/protocol/inUse';
import { id } from '../commandSchemas';
import { whenKept } from '../inUse/keepAnswers';
import { answerLog } from '../outputs/inUse';
import { found } from '../queries';
import { defineCommand } from './commandDef';

export const monitorKeep = defineCommand({
  name: 'monitor.keep',
  effect: 'writes',
  title: 'Write down answers',
  summary:
    'Whether answers of a model are kept (`on`), what was asked with them (`withRows`), and how many at most (`bound`; the oldest go first). `clear` forgets all that was kept. It all stays in this browser.',
  input: z.strictObject({
    modelId: id,
    on: z.boolean().optional(),
    withRows: z.boolean().optional(),
    bound: z.int().min(1).max(mostBound).optional(),
    clear: z.boolean().optional(),
  }),
  output: answerLog,
  async run({ storage }, { modelId, clear, ...change }) {
    found(await storage.models.get(modelId), 'model', modelId);
    await whenKept();
    if (clear) await storage.inUse.clear(modelId);
    const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
    return await storage.inUse.setLog(modelId, given);
  },
});
