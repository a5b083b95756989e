import { z } from 'zod';
import { enclosing } from '../learners/enclosing';
import type { FamilyDef } from './familyDef';
import { oddShareSetting } from './oddSettings';

const params = z.strictObject({
  oddShare: oddShareSetting,
  outside: z.number().gt(0).max(1).default(0.1).meta({
    label: 'Left outside',
    hint: 'Share of the training rows that the border leaves out at most: less makes it wider.',
  }),
  gamma: z.number().min(0).max(1e6).default(0).meta({
    label: 'Gamma',
    hint: 'How quickly a row counts for less with distance. 0: by the number of columns and how they spread.',
  }),
});
export type OneClassParams = z.infer<typeof params>;

export const oneClass: FamilyDef<OneClassParams> = {
  type: 'oneClass',
  title: 'One-class support vectors',
  summary: 'A border round the rows, as tight as the kernel makes it: what lies outside is odd.',
  guide: {
    use: 'Small tables whose usual rows fill one region of any shape, above all where the training rows are known to be usual.',
    cost: 'Grows with the square of the rows; beyond ten thousand it is refused. Runs on the processor.',
    cannot: 'Far outside all rows are as odd as each other. Odd rows among the training pull the border.',
    source: 'Schölkopf, Platt, Shawe-Taylor, Smola and Williamson 2001',
  },
  offered: 'last',
  rank: 1,
  values: ['oddness'],
  params,
  learner: enclosing.type,
  defaults: () => ({}),
  examples: [{ inputShape: [4], outputWidth: 1, params: { outside: 0.2 } }],
};
