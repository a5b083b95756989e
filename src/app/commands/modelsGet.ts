import { z } from 'zod';
import { id } from '../commandSchemas';
import { defineCommand } from './commandDef';
import { findModel, found } from '../queries';
import { aliasMove, model, modelVersion } from '../outputs/model';

export const modelsGet = defineCommand({
  name: 'models.get',
  effect: 'reads',
  title: 'Get a model',
  summary: 'One model, its versions and the history of its aliases.',
  input: z.strictObject({ id }),
  output: z.object({
    model: model,
    versions: z.array(modelVersion),
    moves: z.array(aliasMove),
  }),
  run: async ({ storage }, input) => found(await findModel(storage, input.id), 'model', input.id),
});
