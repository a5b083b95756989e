import { z } from 'zod';
import { parseValidation } from '#/core/evaluation/validationPredictions';
import { TetradError } from '#/core/protocol/errors';
import { id } from '../commandSchemas';
import { defineCommand } from './commandDef';
import { found } from '../queries';
import { snapshot } from '../outputs/snapshot';

export const runsSnapshot = defineCommand({
  name: 'runs.snapshot',
  effect: 'reads',
  title: 'Show a kept epoch of a run',
  summary:
    'What a network was at the end of an epoch: its answers on some validation rows, images or texts it made, kernels of its first convolution.',
  input: z.strictObject({ runId: id, epoch: z.int().min(1) }),
  output: snapshot,
  unlogged: true,
  async run({ storage }, { runId, epoch }) {
    const run = found(await storage.runs.get(runId), 'run', runId);
    const kept = await storage.snapshots.get(runId, epoch);
    if (!kept)
      throw new TetradError({
        code: 'notFound',
        message: `"${run.name}" kept nothing of epoch ${epoch}.`,
        place: 'epoch',
        hint: 'runs.snapshots lists the epochs that were kept.',
      });
    const { answers, ...made } = kept;
    return { ...made, ...(answers && { answers: parseValidation(answers) }) };
  },
});
