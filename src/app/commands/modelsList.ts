import { z } from 'zod';
import { defineCommand } from './commandDef';
import { listModels } from '../queries';
import { model, modelVersion } from '../outputs/model';

export const modelsList = defineCommand({
  name: 'models.list',
  effect: 'reads',
  title: 'List models',
  summary: 'Registered models with their number of versions and the newest one.',
  input: z.strictObject({}),
  output: z.array(
    z.object({
      model: model,
      versions: z.int(),
      latest: modelVersion.optional(),
    }),
  ),
  run: ({ storage }) => listModels(storage),
});
