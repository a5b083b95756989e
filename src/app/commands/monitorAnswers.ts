import { z } from 'zod';
import { id } from '../commandSchemas';
import { whenKept } from '../inUse/keepAnswers';
import { answeredRow, answerLog } from '../outputs/inUse';
import { found } from '../queries';
import { defineCommand } from './commandDef';

export const monitorAnswers = defineCommand({
  name: 'monitor.answers',
  effect: 'reads',
  title: 'Read the log of answers',
  summary:
    'What a model answered, newest first, and how much of it is kept: whether it is written down at all, the bound, how many went because of it and how many a full disk refused.',
  unlogged: true,
  input: z.strictObject({ modelId: id, limit: z.int().min(0).max(10_000).default(200) }),
  output: z.object({ log: answerLog, answers: z.array(answeredRow) }),
  async run({ storage }, { modelId, limit }) {
    found(await storage.models.get(modelId), 'model', modelId);
    await whenKept();
    const answers = limit === 0 ? [] : await storage.inUse.rows(modelId, limit);
    return { log: await storage.inUse.log(modelId), answers: answers.reverse() };
  },
});
