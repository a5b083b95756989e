import type { FamilyDef } from './familyDef';
import { type RecurrentParams, recurrentFamily } from './recurrentFamily';

export const lstm: FamilyDef<RecurrentParams> = recurrentFamily('lstm', {
  title: 'Long short-term memory (LSTM)',
  summary:
    'Goes along the window with a memory that gates open and close: what happened long before still counts.',
  guide: {
    use: 'Series where the order counts and what was long before still matters. Over the convolutions when things that depend on each other lie far apart.',
    cost: 'Grows with the steps of a window, one after the other, times the square of the units.',
    cannot:
      'It goes step after step, so long windows take long, and it does not know that a shape early in the window is the same late in it unless it has seen both.',
    source: 'Hochreiter and Schmidhuber 1997, Long short-term memory',
  },
});
