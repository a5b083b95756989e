import { z } from 'zod';
import { checkBlock, draftBlock } from '#/core/arch/draft/draftBlock';
import { keptBlocks, writeBlock } from '#/core/arch/draft/keptBlocks';
import { defineCommand } from './commandDef';

const { name, nodes, output } = draftBlock.shape;

export const architecturesSaveBlock = defineCommand({
  name: 'architectures.saveBlock',
  effect: 'writes',
  title: 'Keep a block of layers',
  summary:
    'Under a name, in place of one of that name: layers that read one value, called input, and the one that gives theirs. Without layers the block is forgotten.',
  input: z.strictObject({
    name,
    block: z.strictObject({ nodes, output }).optional(),
  }),
  output: z.object({ blocks: keptBlocks }),
  async run({ storage }, input) {
    if (input.block) checkBlock(input.block);
    return { blocks: await writeBlock(storage.settings, input.name, input.block) };
  },
});
