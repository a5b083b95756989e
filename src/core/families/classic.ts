import { z } from 'zod';
import { classical } from '../learners/classical';
import type { FamilyDef } from './familyDef';
import { NodeList } from './nodeList';

const params = z.strictObject({
  method: z.enum(['auto', 'drift', 'smoothing', 'theta', 'arima', 'seasonalNaive']).default('auto').meta({
    label: 'Method',
    hint: 'drift: the last season, grown by what the series grows. smoothing: level, trend and season (Holt-Winters, ETS). theta, arima: as they are known. auto: for each channel what suits its windows best.',
  }),
  logs: z.enum(['auto', 'yes', 'no']).default('auto').meta({
    label: 'Logarithms',
    hint: 'For series that grow by shares and swing the more the higher they are; all values must be positive.',
  }),
});
export type ClassicParams = z.infer<typeof params>;

export const classic: FamilyDef<ClassicParams> = {
  type: 'classic',
  title: 'Classic forecast',
  summary:
    'Drift, exponential smoothing (ETS), Theta or ARIMA, whichever fits: the bar for networks, in a second.',
  guide: {
    use: 'Forecasts of any series with a level, a trend or a season, above all short ones: what networks must beat.',
    cost: 'Next to nothing: a handful of parameters for each channel, found on the processor.',
    cannot:
      'Each channel is forecast from its own past alone, and what does not follow trend and season is not seen. Windows should span two seasons.',
    source:
      'Holt 1957, Winters 1960, Box and Jenkins 1970, Assimakopoulos and Nikolopoulos 2000; Hyndman and Athanasopoulos, Forecasting: Principles and Practice',
  },
  offered: 'second',
  rank: 2,
  values: ['number'],
  frames: 'only',
  params,
  learner: classical.type,
  defaults: () => ({}),
  build({ inputShape, outputWidth }) {
    const list = new NodeList();
    const channels = inputShape.slice(1).reduce((all, n) => all * n, 1);
    list.add('forecast', 'channelForecast', { steps: outputWidth / channels });
    list.add('output', 'flatten');
    return list.toArch(inputShape);
  },
  examples: [
    { inputShape: [24, 1], outputWidth: 12, task: 'forecast', params: {} },
    { inputShape: [6, 2], outputWidth: 4, task: 'forecast', params: { method: 'drift', logs: 'no' } },
  ],
};
