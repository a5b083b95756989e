import type { FamilyDef } from './familyDef';
import { type RecurrentParams, recurrentFamily } from './recurrentFamily';

export const rnn: FamilyDef<RecurrentParams> = recurrentFamily('rnn', {
  title: 'Recurrent network (RNN)',
  summary:
    'Goes along the window with a state that each time renews: small, and forgets within some ten steps.',
  guide: {
    use: 'To see whether a memory of some ten steps is enough; else the GRU.',
    cost: 'Grows with the steps of a window, one after the other, times the square of the units.',
    cannot: 'It forgets within some ten steps, because each renews the whole state.',
    source: 'Elman 1990, Finding structure in time',
  },
});
