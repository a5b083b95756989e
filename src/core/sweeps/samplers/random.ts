import { drawAtRandom } from '../drawParams';
import type { SamplerDef } from './samplerDef';

export const random: SamplerDef = {
  type: 'random',
  title: 'Random',
  summary:
    'Every point equally likely. The bar that the others must beat; better than a grid where few settings matter.',
  source: 'Bergstra and Bengio 2012, Random search for hyper-parameter optimization',
  ask: ({ space, seed, number }) => drawAtRandom(space, seed, number),
};
