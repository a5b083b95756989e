/**
 * N-BEATS (Oreshkin et al. 2020): each block explains a part of the window and hands on what is left, and the
 * forecasts of all blocks add up. Trends are powers of time, seasons sines and cosines; a generic block is free. What a
 * block explains is added with the sign that it learns.
 */
import { z } from 'zod';
import { sizeOf } from '../arch/sizeOf';
import { basisWidth } from '../layers/basis';
import { answersFrames, type FamilyDef, type FamilyInput } from './familyDef';
import { addChanges, addSteps, scaleSetting } from './forecastFrames';
import { NodeList } from './nodeList';

const kinds = ['trend', 'seasonality', 'generic'] as const;

const params = z.strictObject({
  stacks: z.array(z.enum(kinds)).min(1).max(8).default(['trend', 'seasonality', 'generic']).meta({
    label: 'Stacks',
    hint: 'trend: smooth curves. seasonality: waves. generic: whatever is left. Each explains what those before left over.',
  }),
  blocks: z.int().min(1).max(16).default(1).meta({ label: 'Blocks', hint: 'Of each stack.' }),
  units: z
    .int()
    .min(1)
    .max(2048)
    .default(64)
    .meta({ label: 'Units', hint: 'Of each hidden layer of a block.' }),
  hiddenLayers: z.int().min(1).max(8).default(2).meta({ label: 'Hidden layers', hint: 'Of each block.' }),
  degree: z
    .int()
    .min(0)
    .max(6)
    .default(2)
    .meta({ label: 'Degree', hint: 'Highest power of time in a trend.' }),
  dropout: z
    .number()
    .min(0)
    .max(0.9)
    .default(0)
    .meta({ label: 'Dropout', hint: 'Share of hidden values silenced per step, against overfitting.' }),
  scaled: scaleSetting,
});
type Params = z.infer<typeof params>;

export const nbeats: FamilyDef<Params> = {
  type: 'nbeats',
  title: 'N-BEATS',
  summary: 'Forecasts as a sum of trend, season and what is left: made for series, also short ones.',
  guide: {
    use: 'Forecasts of series with a trend and a season, also of a single short one; windows of two seasons or more.',
    cost: 'Small: some dense layers a block, whatever the length of the series.',
    cannot: 'It forecasts from the past values of the series alone, and answers no labels.',
    source:
      'Oreshkin et al. 2020, N-BEATS: neural basis expansion analysis for interpretable time series forecasting',
  },
  offered: (task) => (answersFrames({ task }) ? 'first' : undefined),
  rank: 2,
  values: ['number', 'quantile'],
  frames: true,
  params,
  sizes: {
    S: {},
    M: { units: 128, blocks: 2, hiddenLayers: 3 },
    L: { units: 256, blocks: 3, hiddenLayers: 4 },
  },
  defaults: ({ rows, task }) => ({
    learningRate: 0.003,
    schedule: 'cosine',
    batchSize: rows < 500 ? 16 : rows < 5_000 ? 32 : 128,
    ...(answersFrames({ task }) ? { epochs: 100, patience: 30 } : { epochs: 40 }),
  }),
  build(input, settings) {
    const list = new NodeList();
    const isForecast = answersFrames(input);
    if (isForecast) addChanges(list, settings.scaled);
    list.add('window', 'flatten');
    const blocks = settings.stacks.flatMap((kind, stack) =>
      Array.from({ length: settings.blocks }, (_, i) => ({ kind, id: `${kind}${stack + 1}_${i + 1}` })),
    );
    const answers: string[] = [];
    for (const [i, { kind, id }] of blocks.entries()) {
      const given = list.last;
      addHidden(list, id, settings);
      const hidden = list.last;
      answers.push(addAnswer(list, `${id}_forecast`, kind, input, settings));
      if (i === blocks.length - 1) break;
      const backcast = addCurve(list, `${id}_backcast`, kind, input.inputShape, settings, hidden);
      list.add(`${id}_left`, 'add', {}, [given, backcast]);
    }
    list.last = answers[0] as string;
    for (const [i, answer] of answers.slice(1).entries())
      list.add(`sum${i + 1}`, 'add', {}, [list.last, answer]);
    if (isForecast) addSteps(list, input, settings.scaled);
    return list.toArch(input.inputShape);
  },
  examples: [
    { inputShape: [24, 1], outputWidth: 12, task: 'forecast', params: {} },
    {
      inputShape: [8, 2],
      outputWidth: 6,
      task: 'forecast',
      params: { units: 4, blocks: 2, stacks: ['generic', 'trend'], dropout: 0.1, scaled: true },
    },
    { inputShape: [9, 2], outputWidth: 30, task: 'forecast', levels: 3, params: { units: 4 } },
    { inputShape: [9, 2], outputWidth: 1, params: { units: 4 } },
    { inputShape: [1, 1], outputWidth: 1, task: 'forecast', params: { units: 4 } },
  ],
};

function addHidden(list: NodeList, id: string, { units, hiddenLayers, dropout }: Params): void {
  for (let layer = 1; layer <= hiddenLayers; layer++) {
    list.add(`${id}_dense${layer}`, 'dense', { units, init: 'heNormal' });
    list.add(`${id}_relu${layer}`, 'activation', { kind: 'relu' });
    if (dropout > 0) list.add(`${id}_dropout${layer}`, 'dropout', { rate: dropout });
  }
}

/** A forecast begins as nothing; what is no frame has no curve. */
function addAnswer(
  list: NodeList,
  id: string,
  kind: Params['stacks'][number],
  { inputShape, outputWidth, task, levels = 1 }: FamilyInput,
  settings: Params,
): string {
  if (!answersFrames({ task })) return list.add(id, 'dense', { units: outputWidth });
  const channels = levels * sizeOf(inputShape.slice(1));
  const steps = outputWidth / channels;
  if (levels === 1) return addCurve(list, id, kind, [steps, channels], settings, list.last, 'zeros');
  // Each quantile has curves of its own, and the levels come one after the other.
  addCurve(list, `${id}_all`, kind, [steps, channels], settings, list.last, 'zeros');
  list.add(`${id}_levels`, 'reshape', { shape: [steps, levels, channels / levels] });
  list.add(`${id}_ordered`, 'permute', { order: [1, 0, 2] });
  return list.add(id, 'flatten');
}

/** Over the times of `shape`, in one row. */
function addCurve(
  list: NodeList,
  id: string,
  kind: Params['stacks'][number],
  [times = 1, ...frame]: readonly number[],
  { degree }: Params,
  from: string,
  init = 'glorotUniform',
): string {
  const channels = sizeOf(frame);
  const count = kind === 'trend' ? degree + 1 : Math.floor(times / 2);
  if (kind === 'generic' || count < 1)
    return list.add(id, 'dense', { units: times * channels, init }, [from]);
  const curves = { kind, count };
  list.add(`${id}_weights`, 'dense', { units: channels * basisWidth(curves), init }, [from]);
  list.add(`${id}_curve`, 'basis', { ...curves, times });
  return list.add(id, 'flatten');
}
