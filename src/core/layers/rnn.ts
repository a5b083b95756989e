import type { LayerDef } from './layerDef';
import { recurrentLayer, type RecurrentParams } from './recurrentLayer';

export const rnn: LayerDef<RecurrentParams> = recurrentLayer('simple', {
  type: 'rnn',
  title: 'Recurrent (RNN)',
  summary: 'Goes along a sequence with a state that each time renews: short memories.',
});
