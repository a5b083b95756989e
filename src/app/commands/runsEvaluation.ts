import { z } from 'zod';
import { artifactOf, parseValidation } from '#/core/evaluation/validationPredictions';
import { TetradError } from '#/core/protocol/errors';
import { id } from '../commandSchemas';
import { defineCommand } from './commandDef';
import { found } from '../queries';
import { evaluation } from '../outputs/evaluation';

export const runsEvaluation = defineCommand({
  name: 'runs.evaluation',
  effect: 'reads',
  title: 'Evaluate a run',
  summary:
    'What a finished run answered on its validation rows, or on those kept for a test: truth, probabilities or values, row numbers in the dataset version.',
  input: z.strictObject({ runId: id, part: z.enum(['validation', 'test']).default('validation') }),
  output: evaluation,
  async run({ storage }, { runId, part }) {
    const run = found(await storage.runs.get(runId), 'run', runId);
    const wanted = artifactOf(part);
    const artifact = run.artifacts.find(({ name }) => name === wanted);
    if (!artifact)
      throw new TetradError({
        code: 'notFound',
        message:
          run.status === 'finished'
            ? `"${run.name}" kept no ${part} predictions.`
            : `"${run.name}" has not finished, so there are no ${part} predictions.`,
        hint:
          run.status === 'finished'
            ? `It was trained by an older version of the studio, or without ${part} rows. Train again to have them.`
            : 'They are computed at the end of a run, with the best weights.',
        place: `run ${run.name}`,
      });
    return parseValidation(await storage.blobs.get(artifact.blob));
  },
});
