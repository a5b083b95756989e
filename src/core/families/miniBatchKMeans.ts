import { smallBatches } from '../learners/centres';
import type { FamilyDef } from './familyDef';
import { type KMeansParams, kMeans } from './kMeans';

export const miniBatchKMeans: FamilyDef<KMeansParams> = {
  ...kMeans,
  type: 'miniBatchKMeans',
  title: 'Mini-batch k-means',
  summary: 'Like k-means, from small batches of rows: for a million rows and more.',
  guide: {
    use: 'Where k-means takes too long: very many rows.',
    cost: 'Hardly grows with rows: each step looks at a thousand of them.',
    cannot: 'The centres are a little worse than those of k-means.',
    source: 'Sculley 2010, Web-scale k-means clustering',
  },
  offered: undefined,
  learner: smallBatches.type,
};
