import { z } from 'zod';
import { id } from '../commandSchemas';
import { weightView } from '../outputs/modelGraph';
import { defineCommand } from './commandDef';

export const modelsWeights = defineCommand({
  name: 'models.weights',
  effect: 'reads',
  title: 'Look at weights',
  summary:
    'What one array of weights is like (`weight`: its number in `models.graph`): range, mean, deviation, norm, a histogram, and the first thousand values.',
  input: z.strictObject({
    modelId: id,
    version: z.int().min(1).optional(),
    alias: z.string().optional(),
    weight: z.int().min(0),
  }),
  output: weightView,
  unlogged: true,
  async run({ storage, engine }, { modelId, version, alias, weight }) {
    const which = await storage.models.resolve(modelId, { number: version, alias });
    return await engine.lookAtWeight(which.id, weight);
  },
});
