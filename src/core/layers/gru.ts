import type { LayerDef } from './layerDef';
import { recurrentLayer, type RecurrentParams } from './recurrentLayer';

export const gru: LayerDef<RecurrentParams> = recurrentLayer('gru', {
  type: 'gru',
  title: 'Gated recurrent unit (GRU)',
  summary: 'Goes along a sequence with a state that gates renew: like an LSTM, with a quarter fewer weights.',
});
