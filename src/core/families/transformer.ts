/** Windows of series as tokens: a few times each (patches, Nie et al. 2023, arXiv:2211.14730), which look at each other. */
import { z } from 'zod';
import { sizeOf } from '../arch/sizeOf';
import { addToLastFrame } from './convSettings';
import { TetradError } from '../protocol/errors';
import { answersFrames, type FamilyDef } from './familyDef';
import { NodeList } from './nodeList';
import { addBlocks, addPositions, blockSettings, positionsSetting } from './transformerBlocks';

const params = z.strictObject({
  patch: z
    .int()
    .min(1)
    .max(4096)
    .default(4)
    .meta({ label: 'Patch', hint: 'Times that make one token; fewer see finer, and take longer.' }),
  ...blockSettings,
  positions: positionsSetting,
});

/** Their square is held for each head and block. */
const mostPlaces = 4096;

export const transformer: FamilyDef<z.infer<typeof params>> = {
  type: 'transformer',
  title: 'Transformer',
  summary:
    'Every part of the window looks at every other: what is far apart can depend on each other. Convolutions need fewer windows to learn from.',
  guide: {
    use: 'Series where what happened far back counts, and there are thousands of windows. With few windows a convolution or a recurrent network is better.',
    cost: 'Grows with the square of the number of patches, and of the width. Larger patches are quicker.',
    cannot: 'It knows nothing of series to begin with: with a few hundred windows it overfits.',
    source:
      'Vaswani et al. 2017, Attention is all you need; Nie et al. 2023, A time series is worth 64 words',
  },
  rank: 2,
  values: ['class', 'labels', 'number', 'quantile'],
  frames: true,
  params,
  sizes: {
    S: {},
    M: { width: 64, blocks: 3 },
    L: { width: 128, heads: 8, blocks: 6 },
  },
  defaults: ({ rows, task }) => ({
    learningRate: 0.002,
    schedule: 'cosine',
    warmupSteps: 50,
    batchSize: rows < 500 ? 16 : rows < 5_000 ? 32 : 64,
    ...(answersFrames({ task }) ? { epochs: 100, patience: 20 } : { epochs: 60, patience: 20 }),
  }),
  build({ inputShape, outputWidth, task }, { patch, positions, ...settings }) {
    const list = new NodeList();
    const isFrame = answersFrames({ task });
    const [times = 1] = inputShape;
    const size = Math.min(patch, times);
    const places = Math.ceil(times / size);
    if (places > mostPlaces)
      throw new TetradError({
        code: 'badInput',
        message: `A transformer compares every place with every other: ${times.toLocaleString('en')} steps in patches of ${size} are ${places.toLocaleString('en')} places, and at most ${mostPlaces.toLocaleString('en')} fit.`,
        place: 'familyParams.patch',
        hint: `Take patches of ${Math.ceil(times / mostPlaces).toLocaleString('en')} steps or more, or cut the series into shorter windows.`,
      });
    // What does not fill a patch is filled up before the oldest time.
    const missing = (size - (times % size)) % size;
    if (isFrame) list.add('changes', 'sinceLast');
    list.add('patches', 'conv1d', {
      filters: settings.width,
      kernel: [size],
      stride: [size],
      padBegin: [missing],
      init: 'glorotUniform',
    });
    addPositions(list, positions);
    addBlocks(list, settings, { positions });
    if (!isFrame) {
      list.add('everywhere', 'globalPool');
      if (settings.dropout > 0) list.add('dropout', 'dropout', { rate: settings.dropout });
      list.add('output', 'dense', { units: outputWidth });
      return list.toArch(inputShape);
    }
    list.add('places', 'flatten');
    list.add('steps', 'dense', { units: outputWidth, init: 'zeros' });
    addToLastFrame(list, outputWidth / sizeOf(inputShape.slice(1)));
    return list.toArch(inputShape);
  },
  examples: [
    { inputShape: [64, 3], outputWidth: 5, params: {} },
    {
      inputShape: [9, 1],
      outputWidth: 1,
      params: { patch: 2, width: 8, heads: 2, blocks: 1, norm: 'post', positions: 'rotary', dropout: 0 },
    },
    {
      inputShape: [12, 2],
      outputWidth: 8,
      task: 'forecast',
      params: { patch: 1, width: 8, heads: 1, blocks: 1, positions: 'alibi' },
    },
  ],
};
