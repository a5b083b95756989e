import { z } from 'zod';
import {
  parseValidation,
  type ValidationPredictions,
  validationArtifact,
} from '#/core/evaluation/validationPredictions';
import { TetradError } from '#/core/protocol/errors';
import { id, typed } from '../commandSchemas';
import { defineCommand } from './commandDef';
import { found } from '../queries';

export const runsEvaluation = defineCommand({
  name: 'runs.evaluation',
  title: 'Evaluate a run',
  summary:
    'What a finished run answered on its validation rows: truth, probabilities or values, row numbers in the dataset version.',
  input: z.strictObject({ runId: id }),
  output: typed<ValidationPredictions>('ValidationPredictions'),
  async run({ storage }, { runId }) {
    const run = found(await storage.runs.get(runId), 'run', runId);
    const artifact = run.artifacts.find(({ name }) => name === validationArtifact);
    if (!artifact)
      throw new TetradError({
        code: 'notFound',
        message:
          run.status === 'finished'
            ? `"${run.name}" kept no validation predictions.`
            : `"${run.name}" has not finished, so there are no validation predictions.`,
        hint:
          run.status === 'finished'
            ? 'It was trained by an older version of the studio, or without validation rows. Train again to have them.'
            : 'They are computed at the end of a run, with the best weights.',
        place: `run ${run.name}`,
      });
    return parseValidation(await storage.blobs.get(artifact.blob));
  },
});
