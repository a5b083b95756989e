import { z } from 'zod';
import { id } from '../commandSchemas';
import { shownShapes } from '../outputs/shownShapes';
import { defineCommand } from './commandDef';

export const modelsShapes = defineCommand({
  name: 'models.shapes',
  effect: 'reads',
  title: 'Look at the shapes',
  summary:
    'Of explainable boosting: what each column, and each pair that has a say, adds to the answer, value by value, in the unit of the answer (of labels: logits); with how far models of other parts of the rows are apart, and the training rows behind it. The weightiest first. These are the whole model.',
  input: z.strictObject({
    modelId: id,
    version: z.int().min(1).optional(),
    alias: z.string().optional(),
  }),
  output: shownShapes,
  unlogged: true,
  async run({ storage, engine }, { modelId, version, alias }) {
    const which = await storage.models.resolve(modelId, { number: version, alias });
    return await engine.lookAtShapes(which.id);
  },
});
