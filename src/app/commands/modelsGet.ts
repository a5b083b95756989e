import { z } from 'zod';
import type { AliasMove, Model, ModelVersion } from '#/core/protocol/model';
import { id, typed } from '../commandSchemas';
import { defineCommand } from './commandDef';
import { findModel, found } from '../queries';

export const modelsGet = defineCommand({
  name: 'models.get',
  effect: 'reads',
  title: 'Get a model',
  summary: 'One model, its versions and the history of its aliases.',
  input: z.strictObject({ id }),
  output: z.object({
    model: typed<Model>('Model'),
    versions: z.array(typed<ModelVersion>('ModelVersion')),
    moves: z.array(typed<AliasMove>('AliasMove')),
  }),
  run: async ({ storage }, input) => found(await findModel(storage, input.id), 'model', input.id),
});
