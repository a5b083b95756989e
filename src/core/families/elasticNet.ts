import { z } from 'zod';
import { sizeOf } from '../arch/sizeOf';
import { coordinates } from '../learners/coordinates';
import type { FamilyDef } from './familyDef';
import { NodeList } from './nodeList';

const params = z.strictObject({
  strength: z.number().min(0).max(1e6).default(0).meta({
    label: 'Strength',
    hint: 'Of the penalty, for values in standard deviations. 0: of a falling row of strengths what judges best on the validation rows.',
  }),
  lassoShare: z.number().min(0).max(1).default(0.5).meta({
    label: 'Share of the lasso',
    hint: '1: the lasso, which leaves out the most inputs. 0: ridge, which leaves out none. Between: inputs that say the same stay together.',
  }),
});
export type ElasticNetParams = z.infer<typeof params>;

export const elasticNet: FamilyDef<ElasticNetParams> = {
  type: 'elasticNet',
  title: 'Lasso and elastic net',
  summary: 'A linear model that leaves out what says nothing: few weights to read, for many columns.',
  guide: {
    use: 'Many columns of which few matter, more columns than rows, or when it is to be known which matter.',
    cost: 'Some passes over the rows for each of thirty strengths; all rows in memory. Runs on the processor.',
    cannot:
      'No interaction and no bend, like every linear model. Of columns that say the same the lasso keeps one by chance.',
    source: 'Tibshirani 1996, Zou and Hastie 2005; by coordinates as Friedman, Hastie and Tibshirani 2010',
  },
  offered: 'last',
  rank: [1, 2],
  values: ['number'],
  params,
  searched: { lassoShare: { type: 'continuous', min: 0, max: 1 } },
  learner: coordinates.type,
  defaults: () => ({}),
  build({ inputShape, outputWidth }) {
    const list = new NodeList();
    if (sizeOf(inputShape) !== inputShape[0]) list.add('values', 'flatten');
    list.add('output', 'dense', { units: outputWidth, init: 'zeros' });
    return list.toArch(inputShape);
  },
  examples: [
    { inputShape: [4], outputWidth: 1, params: {} },
    { inputShape: [6, 2], outputWidth: 1, params: { strength: 0.1, lassoShare: 1 } },
  ],
};
