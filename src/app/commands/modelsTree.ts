import { z } from 'zod';
import { id } from '../commandSchemas';
import { drawnTree } from '../outputs/drawnTree';
import { defineCommand } from './commandDef';

export const modelsTree = defineCommand({
  name: 'models.tree',
  effect: 'reads',
  title: 'Look at a tree',
  summary:
    'One tree of a forest, or a decision tree: its questions in units of the columns, the training rows that came to each, and what is answered there.',
  input: z.strictObject({
    modelId: id,
    version: z.int().min(1).optional(),
    alias: z.string().optional(),
    tree: z.int().min(0).default(0),
    depth: z.int().min(1).max(64).default(64),
  }),
  output: drawnTree,
  unlogged: true,
  async run({ storage, engine }, { modelId, version, alias, tree, depth }) {
    const which = await storage.models.resolve(modelId, { number: version, alias });
    return await engine.lookAtTree(which.id, { tree, depth });
  },
});
