import { z } from 'zod';
import { neighbours } from '../learners/neighbours';
import { weightings } from '../neighbours/answerOfNearest';
import { mostNeighbours } from '../neighbours/candidates';
import { distances } from '../neighbours/findNearest';
import type { FamilyDef } from './familyDef';

const params = z.strictObject({
  neighbours: z.int().min(0).max(mostNeighbours).default(0).meta({
    label: 'Neighbours',
    hint: 'How many of the nearest rows are asked. 0: what judges best on the validation rows.',
  }),
  mostNeighbours: z.int().min(1).max(mostNeighbours).default(50).meta({
    label: 'Most neighbours',
    hint: 'Where the number is chosen: the most that are tried.',
  }),
  weights: z.enum(weightings).default('uniform').meta({
    label: 'Weights',
    hint: 'uniform: all neighbours count the same. distance: nearer ones count more.',
  }),
  distance: z.enum(distances).default('euclidean').meta({
    label: 'Distance',
    hint: 'euclidean: along the straight line. manhattan: along the axes, less moved by one odd column.',
  }),
});
export type NeighbourParams = z.infer<typeof params>;

export const knn: FamilyDef<NeighbourParams> = {
  type: 'knn',
  title: 'Nearest neighbours (k-NN)',
  summary: 'Answers as the most similar rows did: nothing to train, best with few columns. Keeps the rows.',
  guide: {
    use: 'Few columns of like meaning and up to some ten thousand rows; as a second opinion that needs no training.',
    cost: 'Nothing to train, but every answer looks at every row, and the exported file holds the rows.',
    cannot:
      'It weighs all columns alike, so columns that mean nothing spoil it; it cannot go beyond what it has seen.',
    source: 'Fix and Hodges 1951; Cover and Hart 1967, Nearest neighbor pattern classification',
  },
  offered: 'last',
  rank: [1, 2, 3],
  values: ['class', 'number'],
  params,
  searched: { mostNeighbours: false },
  settles: { neighbours: 'neighbours' },
  learner: neighbours.type,
  defaults: () => ({}),
  examples: [
    { inputShape: [4], outputWidth: 3, params: {} },
    {
      inputShape: [2],
      outputWidth: 1,
      params: { neighbours: 5, weights: 'distance', distance: 'manhattan' },
    },
  ],
};
