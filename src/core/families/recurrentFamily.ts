/** The families of recurrent networks: layers of one kind of cell along time, then an answer. */
import { z } from 'zod';
import { augmentation, seriesAugment } from './augmentSettings';
import { TetradError } from '../protocol/errors';
import { answersFrames, type FamilyDef } from './familyDef';
import { addChanges, addSteps, scaleSetting } from './forecastFrames';
import { NodeList } from './nodeList';
import { addSummedSteps, stepsSetting } from './summedSteps';

const params = z.strictObject({
  units: z
    .int()
    .min(1)
    .max(1024)
    .default(32)
    .meta({ label: 'Units', hint: 'Numbers of the state that goes along time.' }),
  layers: z
    .int()
    .min(1)
    .max(8)
    .default(1)
    .meta({ label: 'Layers', hint: 'One goes along the states of the other.' }),
  bidirectional: z
    .boolean()
    .default(false)
    .meta({ label: 'Both ways', hint: 'A second state goes from the end of the window to its beginning.' }),
  over: z.enum(['average', 'max', 'last']).default('average').meta({
    label: 'Over all times',
    hint: 'What an answer is made of: the mean of the states, the largest of each number, or the last state. A forecast takes the last.',
  }),
  dropout: z.number().min(0).max(0.9).default(0.2).meta({
    label: 'Dropout',
    hint: 'Share of values silenced per step after each layer, against overfitting.',
  }),
  steps: stepsSetting,
  scaled: scaleSetting,
  ...seriesAugment,
});
export type RecurrentParams = z.infer<typeof params>;

/** Each is a pass over the state, forwards and backwards, one after the other. */
const mostForecastTimes = 20_000;

export const recurrentFamily = (
  type: 'rnn' | 'lstm' | 'gru',
  words: Pick<FamilyDef, 'title' | 'summary' | 'guide'>,
): FamilyDef<RecurrentParams> => ({
  type,
  ...words,
  rank: 2,
  values: ['class', 'labels', 'number', 'quantile'],
  frames: true,
  params,
  augment: augmentation,
  sizes: { S: {}, M: { units: 64, layers: 2 }, L: { units: 128, layers: 3 } },
  defaults: ({ rows, task }) => ({
    learningRate: 0.005,
    schedule: 'cosine',
    clipNorm: 1,
    batchSize: rows < 500 ? 16 : rows < 5_000 ? 32 : 64,
    ...(answersFrames({ task }) ? { epochs: 100, patience: 20 } : { epochs: 60, patience: 20 }),
  }),
  build({ inputShape, outputWidth, task }, { units, layers, bidirectional, over, dropout, steps, scaled }) {
    const list = new NodeList();
    const isForecast = answersFrames({ task });
    const last = isForecast || over === 'last';
    const [times = 1] = inputShape;
    if (isForecast && times > mostForecastTimes)
      throw new TetradError({
        code: 'badInput',
        message: `A recurrent forecast goes along its window step by step; ${times.toLocaleString('en')} steps would take hours for each epoch.`,
        place: 'family',
        hint: `Cut the series into windows of at most ${mostForecastTimes.toLocaleString('en')} steps, or choose “tcn” or “nbeats”, which see all steps at once.`,
      });
    if (isForecast) addChanges(list, scaled);
    else addSummedSteps(list, inputShape[0] ?? 1, steps, units);
    for (let i = 1; i <= layers; i++) {
      const answer = last && i === layers ? 'last' : 'sequence';
      list.add(`${type}${i}`, type, { units, bidirectional, answer });
      if (dropout > 0 && i < layers) list.add(`dropout${i}`, 'dropout', { rate: dropout });
    }
    if (!last) list.add('everywhen', 'globalPool', { kind: over });
    if (dropout > 0) list.add('dropout', 'dropout', { rate: dropout });
    list.add(isForecast ? 'steps' : 'output', 'dense', {
      units: outputWidth,
      ...(isForecast && { init: 'zeros' }),
    });
    if (isForecast) addSteps(list, { inputShape, outputWidth }, scaled);
    return list.toArch(inputShape);
  },
  examples: [
    { inputShape: [24, 3], outputWidth: 5, params: {} },
    { inputShape: [80, 2], outputWidth: 3, params: { units: 4 } },
    {
      inputShape: [9, 1],
      outputWidth: 1,
      params: { units: 4, layers: 2, bidirectional: true, over: 'last', dropout: 0 },
    },
    { inputShape: [12, 2], outputWidth: 8, task: 'forecast', params: { units: 4, scaled: true } },
    { inputShape: [12, 1], outputWidth: 3, task: 'forecast', params: { units: 4, over: 'max' } },
  ],
});
