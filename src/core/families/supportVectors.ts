import { z } from 'zod';
import { margin } from '../learners/margin';
import type { FamilyDef } from './familyDef';

const params = z.strictObject({
  c: z.number().gt(0).max(1e6).default(1).meta({
    label: 'C',
    hint: 'What a row on the wrong side costs: more follows the rows more closely.',
  }),
  gamma: z.number().min(0).max(1e6).default(0).meta({
    label: 'Gamma',
    hint: 'How quickly a row counts for less with distance. 0: by the number of columns and how they spread.',
  }),
  tube: z.number().min(0).max(10).default(0.1).meta({
    label: 'Tube',
    hint: 'Of numbers, in standard deviations: what misses by less counts as met.',
  }),
});
export type SupportParams = z.infer<typeof params>;

export const supportVectors: FamilyDef<SupportParams> = {
  type: 'supportVectors',
  title: 'Support vector machine',
  summary: 'Bent borders through few rows: strong on small tables of numbers that are alike in scale.',
  guide: {
    use: 'Some hundred to some thousand rows, few categories, borders that no line follows.',
    cost: 'Grows with the square of the rows and more; beyond ten thousand it is refused. Every answer looks at all rows that support it.',
    cannot:
      'It says nothing of why, and columns that tell nothing blur it as much as they do nearest neighbours.',
    source: 'Cortes and Vapnik 1995, Support-vector networks; by pairs as Fan, Chen and Lin 2005',
  },
  offered: 'last',
  rank: [1, 2],
  values: ['class', 'number'],
  params,
  searched: {
    c: { type: 'log', min: 0.1, max: 300 },
    gamma: { type: 'log', min: 1e-3, max: 1 },
    tube: { type: 'log', min: 0.02, max: 0.5 },
  },
  learner: margin.type,
  defaults: () => ({}),
  examples: [
    { inputShape: [4], outputWidth: 3, params: {} },
    { inputShape: [2], outputWidth: 1, params: { c: 10, gamma: 0.5 } },
  ],
};
