import { z } from 'zod';
import { demand } from '../learners/demand';
import type { FamilyDef } from './familyDef';
import { NodeList } from './nodeList';

const params = z.strictObject({
  method: z.enum(['auto', 'croston', 'sba']).default('auto').meta({
    label: 'Method',
    hint: 'croston: the size over the interval, as it was published. sba: without the share by which that is too much. auto: for each channel what suits its windows best.',
  }),
});
export type CrostonParams = z.infer<typeof params>;

export const croston: FamilyDef<CrostonParams> = {
  type: 'croston',
  title: 'Croston (intermittent demand)',
  summary:
    'For series that are 0 most of the time: how much is asked for over how long it takes, each smoothed.',
  guide: {
    use: 'Spare parts, rare sales, calls in a night: counts that are 0 at most steps. It answers with the mean demand a step.',
    cost: 'Next to nothing: one number for each channel, found on the processor.',
    cannot:
      'It does not say when the next demand comes, knows no season and no trend, and answers the same for every step. Values below 0 are refused.',
    source:
      'Croston 1972, Forecasting and stock control for intermittent demands; Syntetos and Boylan 2005, The accuracy of intermittent demand estimates',
  },
  offered: 'last',
  rank: 2,
  values: ['number'],
  frames: 'only',
  params,
  learner: demand.type,
  defaults: () => ({}),
  build({ inputShape, outputWidth }) {
    const list = new NodeList();
    const channels = inputShape.slice(1).reduce((all, n) => all * n, 1);
    list.add('forecast', 'demandForecast', { steps: outputWidth / channels });
    list.add('output', 'flatten');
    return list.toArch(inputShape);
  },
  examples: [
    { inputShape: [24, 1], outputWidth: 12, task: 'forecast', params: {} },
    { inputShape: [6, 2], outputWidth: 4, task: 'forecast', params: { method: 'sba' } },
  ],
};
