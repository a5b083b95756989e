import { z } from 'zod';
import type { ArchNode } from '../arch/archSpec';
import { sizeOf } from '../arch/sizeOf';
import { activation as activationLayer, activationKinds } from '../layers/activation';
import { batchNorm } from '../layers/batchNorm';
import { layerNorm } from '../layers/layerNorm';
import type { LayerDef } from '../layers/layerDef';
import { lastTime } from '../layers/lastTime';
import { sinceLast } from '../layers/sinceLast';
import { answersFrames, type FamilyDef } from './familyDef';

const params = z.strictObject({
  hiddenLayers: z
    .array(z.int().min(1).max(8192))
    .max(32)
    .default([64, 64])
    .meta({ label: 'Hidden layers', hint: 'Units of each hidden layer, first to last.' }),
  activation: z
    .enum(activationKinds)
    .default('silu')
    .meta({ label: 'Activation', hint: 'The function after each hidden layer.' }),
  normalization: z
    .enum(['none', 'batchNorm', 'layerNorm'])
    .default('none')
    .meta({ label: 'Normalisation', hint: 'Before each activation: steadies deep networks.' }),
  dropout: z
    .number()
    .min(0)
    .max(0.9)
    .default(0.25)
    .meta({ label: 'Dropout', hint: 'Share of hidden values silenced per step, against overfitting.' }),
});

const normLayers = { batchNorm, layerNorm };

/** All settings of a layer, so that the description is complete as built. */
const complete = (layer: LayerDef, settings: Record<string, unknown>): Record<string, unknown> =>
  layer.params.parse(settings) as Record<string, unknown>;

export const mlp: FamilyDef<z.infer<typeof params>> = {
  type: 'mlp',
  title: 'Neural network (MLP)',
  summary: 'Layers of weighted sums and bends: finds interactions that a linear model cannot.',
  guide: {
    use: 'Tables with more than some hundred rows, where inputs act together. The first to try on rows of columns.',
    cost: 'Grows with the product of neighbouring layers; rows are cheap, wide layers are not.',
    cannot:
      'It knows no order and no neighbourhood: pictures, sounds and long series are better left to convolutions. Below a hundred rows it learns them by heart.',
    source: 'Rumelhart, Hinton and Williams 1986, Learning representations by back-propagating errors',
  },
  offered: (task) => (answersFrames({ task }) ? undefined : 'first'),
  rank: [1, 2, 3],
  values: ['class', 'labels', 'number', 'quantile'],
  frames: true,
  params,
  sizes: { S: {}, M: { hiddenLayers: [256, 256] }, L: { hiddenLayers: [512, 512, 512] } },
  defaults: ({ rows }) => ({
    learningRate: 0.005,
    batchSize: rows < 2_000 ? 32 : rows < 100_000 ? 128 : 1024,
  }),
  build({ inputShape, outputWidth, task }, { hiddenLayers, activation, normalization, dropout }) {
    const nodes: ArchNode[] = [];
    let last = 'input';
    const isForecast = answersFrames({ task });
    const add = (id: string, type: string, settings: Record<string, unknown>) => {
      nodes.push({ id, type, inputs: [last], params: settings });
      last = id;
    };
    if (isForecast) add('changes', sinceLast.type, {});
    if (inputShape.length > 1) add('values', 'flatten', {});
    for (const [i, units] of hiddenLayers.entries()) {
      const number = i + 1;
      // Batch normalisation subtracts the mean, so a bias before it does nothing but gather rounding noise.
      const useBias = normalization !== 'batchNorm';
      add(`dense${number}`, 'dense', { units, useBias, init: 'heNormal' });
      if (normalization !== 'none')
        add(`norm${number}`, normalization, complete(normLayers[normalization], {}));
      add(`activation${number}`, 'activation', complete(activationLayer, { kind: activation }));
      if (dropout > 0) add(`dropout${number}`, 'dropout', { rate: dropout });
    }
    const answer = { units: outputWidth, useBias: true, init: isForecast ? 'zeros' : 'glorotUniform' };
    add(isForecast ? 'change' : 'output', 'dense', answer);
    const times = outputWidth / sizeOf(inputShape.slice(1));
    if (isForecast)
      nodes.push(
        { id: 'lastFrame', type: lastTime.type, inputs: ['input'], params: times === 1 ? {} : { times } },
        { id: 'persistence', type: 'flatten', inputs: ['lastFrame'], params: {} },
        { id: (last = 'output'), type: 'add', inputs: ['persistence', 'change'], params: {} },
      );
    return {
      version: 1,
      inputs: [{ name: 'input', shape: [...inputShape] }],
      nodes,
      outputs: [{ name: 'output', node: last }],
    };
  },
  examples: [
    { inputShape: [4], outputWidth: 3, params: {} },
    {
      inputShape: [2],
      outputWidth: 1,
      params: { hiddenLayers: [8], activation: 'tanh', normalization: 'batchNorm', dropout: 0 },
    },
    { inputShape: [5], outputWidth: 2, params: { hiddenLayers: [], normalization: 'layerNorm' } },
    { inputShape: [5, 2], outputWidth: 3, params: { hiddenLayers: [4] } },
    { inputShape: [4, 3, 3], outputWidth: 2, params: { hiddenLayers: [4] } },
    { inputShape: [5, 2], outputWidth: 6, task: 'forecast', params: { hiddenLayers: [4] } },
  ],
};
