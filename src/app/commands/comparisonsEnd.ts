import { z } from 'zod';
import { ended } from '#/core/inUse/comparison';
import { TetradError } from '#/core/protocol/errors';
import { id } from '../commandSchemas';
import { whenKept } from '../inUse/keepAnswers';
import { comparison } from '../outputs/comparison';
import { found } from '../queries';
import { defineCommand } from './commandDef';

const alias = 'champion';

export const comparisonsEnd = defineCommand({
  name: 'comparisons.end',
  effect: 'writes',
  title: 'End a live comparison',
  summary:
    '`stop` leaves the champion as it was; `promote` makes the challenger the champion; `rollBack` takes the challenger out, and after it was promoted moves the alias back.',
  input: z.strictObject({ id, how: z.enum(['stop', 'promote', 'rollBack']) }),
  output: comparison,
  async run({ storage }, { id: comparisonId, how }) {
    const { models, inUse } = storage;
    await whenKept();
    const current = found(await inUse.comparison(comparisonId), 'comparison', comparisonId);
    const at = Date.now();
    const { modelId, challenger, before } = current;
    const taken = current.status === 'promoted' && how === 'rollBack';
    if (current.status !== 'running' && !taken)
      throw new TetradError({
        code: 'conflict',
        message: `This comparison has ended: it was ${current.status === 'rolledBack' ? 'rolled back' : current.status}.`,
        place: `comparison ${comparisonId}`,
        hint: current.status === 'promoted' ? 'It can only be rolled back.' : 'Start another one.',
      });
    const champion = found(await models.get(modelId), 'model', modelId).aliases[alias] ?? null;
    if (how === 'promote') {
      // Where the alias was is written before it moves: whatever ends in between can be asked again, or rolled back.
      if (before === undefined) await inUse.change(comparisonId, (one) => ({ ...one, before: champion }));
      await models.setAlias(modelId, alias, challenger.versionId);
      return await inUse.change(comparisonId, (one) =>
        ended(one, 'promoted', `Version ${challenger.version} was made the champion`, at),
      );
    }
    if (before !== undefined && champion === challenger.versionId)
      await models.setAlias(modelId, alias, before);
    return await inUse.change(comparisonId, (one) =>
      how === 'stop' ? ended(one, 'stopped', 'Stopped', at) : ended(one, 'rolledBack', 'Rolled back', at),
    );
  },
});
