import type { FamilyDef } from './familyDef';
import { type RecurrentParams, recurrentFamily } from './recurrentFamily';

export const gru: FamilyDef<RecurrentParams> = recurrentFamily('gru', {
  title: 'Gated recurrent network (GRU)',
  summary: 'Like an LSTM with a quarter fewer weights: often as good, and a little faster.',
  guide: {
    use: 'The first of the recurrent networks to try: what an LSTM learns, often with fewer epochs.',
    cost: 'Grows with the steps of a window, one after the other, times the square of the units.',
    cannot: 'As the LSTM: it goes step after step, so long windows take long.',
    source: 'Cho et al. 2014, Learning phrase representations using RNN encoder-decoder',
  },
});
