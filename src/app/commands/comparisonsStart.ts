import { z } from 'zod';
import { canaryShares, type Comparison, comparisonWays, noTest } from '#/core/inUse/comparison';
import { taskOf } from '#/core/tasks/registry';
import { commonScale } from '#/core/tasks/scale';
import { TetradError } from '#/core/protocol/errors';
import { id } from '../commandSchemas';
import { requireSameAnswers } from '../inUse/requireSameAnswers';
import { comparison } from '../outputs/comparison';
import { defineCommand } from './commandDef';

export const comparisonsStart = defineCommand({
  name: 'comparisons.start',
  effect: 'writes',
  title: 'Compare two versions live',
  summary:
    'From now on rows that ask the model without naming a version are answered by the champion or the challenger, by the hash of their key: in shares (`split`), in shares that grow while nothing speaks against it (`canary`), or by both, where the answer of the champion is returned (`shadow`). Labels (`monitor.labels`) say which is better; the test may be looked at at any time. Of numbers it allows for a row that is off by `margin`, the standard deviation of the target unless told. A challenger that is found worse, or fails too often, is rolled back by itself.',
  input: z.strictObject({
    modelId: id,
    challenger: z.int().min(1),
    champion: z.int().min(1).optional(),
    way: z.enum(comparisonWays).default('shadow'),
    share: z.number().min(0.01).max(0.99).default(0.5),
    alpha: z.number().min(0.001).max(0.2).default(0.05),
    expectedRows: z.int().min(200).max(1_000_000).default(5_000),
    margin: z.number().positive().optional(),
    rollBackWhenWorse: z.boolean().default(true),
    failedShare: z.number().min(0).max(1).default(0.05),
  }),
  output: comparison,
  async run(
    { storage },
    { modelId, challenger, champion, way, share, margin, rollBackWhenWorse, failedShare, ...test },
  ) {
    const [first, second] = await Promise.all([
      storage.models.resolve(modelId, { number: champion }),
      storage.models.resolve(modelId, { number: challenger }),
    ]);
    if (first.id === second.id)
      throw new TetradError({
        code: 'badInput',
        message: `Version ${challenger} is the champion itself: there is nothing to compare.`,
        place: 'challenger',
        hint: 'Choose another version.',
      });
    requireSameAnswers(first, second, 'challenger');
    const contender = ({ id: versionId, number: version }: typeof first) => ({
      versionId,
      version,
      rows: 0,
      failed: 0,
    });
    const at = Date.now();
    const begun: Comparison = {
      id: crypto.randomUUID(),
      modelId,
      way,
      champion: contender(first),
      challenger: contender(second),
      share: way === 'shadow' ? 1 : way === 'canary' ? canaryShares[0] : share,
      ...test,
      ...(taskOf(first.task).value === 'number' && { unit: margin ?? (commonScale(first.task).std || 1) }),
      guardrails: { worse: rollBackWhenWorse, failedShare },
      status: 'running',
      startedAt: at,
      test: noTest,
      path: [],
      history: [{ at, what: `Version ${second.number} was set beside version ${first.number}` }],
    };
    return await storage.inUse.begin(begun);
  },
});
