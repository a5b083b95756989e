import { z } from 'zod';
import { type TextLook, textView } from '#/core/text/textLook';
import { id } from '../commandSchemas';
import { defineCommand } from './commandDef';

const token = z.object({ id: z.int(), text: z.string() });

export const datasetsTokens = defineCommand({
  name: 'datasets.tokens',
  effect: 'reads',
  title: 'Look at tokens',
  summary:
    'Of a dataset of texts: how long they are in tokens, which tokens are the most frequent, and with `row` the tokens of a text. The tokeniser is learnt of the first 20,000 texts, to look at; a training learns its own of its training texts.',
  unlogged: true,
  input: z.strictObject({ versionId: id, ...textView.shape }),
  output: z.object({
    texts: z.int(),
    empty: z.int(),
    vocabulary: z.int(),
    unknown: z.number(),
    lengths: z.object({
      min: z.number(),
      median: z.number(),
      p95: z.number(),
      max: z.number(),
      edges: z.array(z.number()),
      counts: z.array(z.number()),
    }),
    frequent: z.array(token.extend({ count: z.number() })),
    tokens: z.object({ all: z.int(), first: z.array(token) }).optional(),
  }),
  run: async ({ data }, { versionId, ...view }) => (await data.view('text', versionId, view)) as TextLook,
});
