/** Settings that the families of forests share, as a person sees them. */
import { z } from 'zod';
import type { FamilyDef } from './familyDef';

export const treeLimits = {
  depth: z.int().min(1).max(64).default(64).meta({
    label: 'Depth',
    hint: 'Questions one after the other at most.',
  }),
  leastRows: z.int().min(1).max(100_000).default(1).meta({
    label: 'Rows of a leaf',
    hint: 'So many training rows at least. More: smaller trees, and a smaller file.',
  }),
};

const forestLimits = {
  trees: z.int().min(1).max(2000).default(100).meta({
    label: 'Trees',
    hint: 'More never learn by heart; they steady the answer, and cost time and bytes.',
  }),
  ...treeLimits,
  columnShare: z.number().min(0).max(1).default(0).meta({
    label: 'Share of columns',
    hint: 'Looked at for each question. 0: the root of their number for labels, all of them for numbers.',
  }),
};

export const forestParams = z.strictObject({
  ...forestLimits,
  bootstrap: z.boolean().default(true).meta({
    label: 'Draw rows',
    hint: 'As many as there are for each tree, some twice, some never: trees that differ. Off: every tree has all rows.',
  }),
});
export type ForestParams = z.infer<typeof forestParams>;

/** More trees are never worse, and depth is set by the rows of a leaf. */
export const forestSearched = {
  trees: false,
  depth: false,
  leastRows: { type: 'integer', min: 1, max: 12, log: true },
  columnShare: { type: 'continuous', min: 0.1, max: 1 },
} satisfies FamilyDef['searched'];
