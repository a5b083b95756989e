import { z } from 'zod';
import { keptBlocks, readBlocks } from '#/core/arch/draft/keptBlocks';
import { defineCommand } from './commandDef';

export const architecturesBlocks = defineCommand({
  name: 'architectures.blocks',
  effect: 'reads',
  title: 'List blocks of layers',
  summary: 'Layers that were kept under a name in the graph editor, to be used again in any network.',
  input: z.strictObject({}),
  output: z.object({ blocks: keptBlocks }),
  unlogged: true,
  run: async ({ storage }) => ({ blocks: await readBlocks(storage.settings) }),
});
