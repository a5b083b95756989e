import { z } from 'zod';
import { TetradError } from '#/core/protocol/errors';
import { id } from '../commandSchemas';
import { whenKept } from '../inUse/keepAnswers';
import { keptRows, requireFitting } from '../inUse/replayed';
import { requireSameAnswers } from '../inUse/requireSameAnswers';
import type { ReplayInput } from '../jobs/replayJob';
import { found } from '../queries';
import { defineCommand } from './commandDef';

export const monitorReplay = defineCommand({
  name: 'monitor.replay',
  effect: 'writes',
  title: 'Replay logged rows',
  summary:
    'As a job: what two versions of a model answer to the same logged rows (of its own log, or that of `streamOf`; the `newest`, or all that were kept with what was asked): how often they agree, how good each is where labels are known with a 95 % interval of the difference, and the rows where they differ (the file of the job, JSON).',
  input: z.strictObject({
    modelId: id,
    first: z.int().min(1),
    second: z.int().min(1),
    streamOf: id.optional(),
    newest: z.int().min(1).optional(),
  }),
  output: z.object({ jobId: id }),
  async run({ storage, jobs }, { modelId, first: a, second: b, streamOf = modelId, newest }) {
    const model = found(await storage.models.get(modelId), 'model', modelId);
    found(await storage.models.get(streamOf), 'model', streamOf);
    const [first, second] = await Promise.all([
      storage.models.resolve(modelId, { number: a }),
      storage.models.resolve(modelId, { number: b }),
    ]);
    if (first.id === second.id)
      throw new TetradError({
        code: 'badInput',
        message: `Version ${b} is the first one itself: there is nothing to compare.`,
        place: 'second',
        hint: 'Choose another version.',
      });
    requireSameAnswers(first, second, 'second');
    await whenKept();
    // Said at once, and not by a job that fails.
    requireFitting([first, second], (await keptRows(storage, streamOf, newest)).kept);
    const input: ReplayInput = {
      modelId,
      firstId: first.id,
      secondId: second.id,
      streamOf,
      ...(newest !== undefined && { newest }),
    };
    const title = `Replay to versions ${a} and ${b} of ${model.name}`;
    const job = await jobs.submit({ kind: 'replay', title, input, modelId });
    return { jobId: job.id };
  },
});
