import type { LayerDef } from './layerDef';
import { recurrentLayer, type RecurrentParams } from './recurrentLayer';

export const lstm: LayerDef<RecurrentParams> = recurrentLayer('lstm', {
  type: 'lstm',
  title: 'Long short-term memory (LSTM)',
  summary: 'Goes along a sequence with a state and a memory that gates open and close.',
});
