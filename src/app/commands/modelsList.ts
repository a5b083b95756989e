import { z } from 'zod';
import type { Model, ModelVersion } from '#/core/protocol/model';
import { typed } from '../commandSchemas';
import { defineCommand } from './commandDef';
import { listModels } from '../queries';

export const modelsList = defineCommand({
  name: 'models.list',
  effect: 'reads',
  title: 'List models',
  summary: 'Registered models with their number of versions and the newest one.',
  input: z.strictObject({}),
  output: z.array(
    z.object({
      model: typed<Model>('Model'),
      versions: z.int(),
      latest: typed<ModelVersion>('ModelVersion').optional(),
    }),
  ),
  run: ({ storage }) => listModels(storage),
});
