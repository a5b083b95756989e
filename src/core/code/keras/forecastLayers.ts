/** Forecasts of each channel by itself, in Keras. */
import type { KerasCode, KerasLayerInput } from './kerasLayer';

export const channelForecast = ({
  name,
  inputs: [x],
  params: { steps },
}: KerasLayerInput<{ steps: number }>): KerasCode => ({
  says: `ChannelForecast(${steps}, name="${name}")(${x})`,
  weights: { '': ['w("kernel")', 'w("bias")', 'w("logs")', 'w("offset")'] },
  helpers: ['ChannelForecast'],
});

export const demandForecast = ({
  name,
  inputs: [x],
  params: { steps },
}: KerasLayerInput<{ steps: number }>): KerasCode => ({
  says: `DemandForecast(${steps}, name="${name}")(${x})`,
  weights: { '': ['w("decay")', 'w("factor")', 'w("zero")', 'w("least")'] },
  helpers: ['DemandForecast'],
});
