import { z } from 'zod';
import { id } from '../commandSchemas';
import { modelGraph } from '../outputs/modelGraph';
import { defineCommand } from './commandDef';

export const modelsGraph = defineCommand({
  name: 'models.graph',
  effect: 'reads',
  title: 'Look into a model',
  summary:
    'The graph of a network or of an imported ONNX file: nodes with their attributes, blocks and shapes, the arrays of weights by name, and what the file says of itself.',
  input: z.strictObject({
    modelId: id,
    version: z.int().min(1).optional(),
    alias: z.string().optional(),
  }),
  output: modelGraph,
  unlogged: true,
  async run({ storage, engine }, { modelId, version, alias }) {
    const which = await storage.models.resolve(modelId, { number: version, alias });
    return await engine.look(which.id);
  },
});
