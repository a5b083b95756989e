import { z } from 'zod';
import { sizeOf } from '../arch/sizeOf';
import { addToLastFrame } from './convSettings';
import { answersFrames, type FamilyDef } from './familyDef';
import { NodeList } from './nodeList';

const params = z.strictObject({
  timePatch: z
    .int()
    .min(1)
    .max(64)
    .default(2)
    .meta({ label: 'Patch in time', hint: 'Times that make one token; a remainder at the end is left out.' }),
  spacePatch: z
    .int()
    .min(1)
    .max(64)
    .default(4)
    .meta({ label: 'Patch in space', hint: 'Places along each axis that make one token.' }),
  width: z
    .int()
    .min(1)
    .max(128)
    .default(12)
    .meta({ label: 'Width of a head', hint: 'Numbers per token and head.' }),
  heads: z
    .int()
    .min(1)
    .max(16)
    .default(2)
    .meta({ label: 'Heads', hint: 'Ways of looking at the other tokens at once.' }),
  blocks: z
    .int()
    .min(1)
    .max(12)
    .default(2)
    .meta({ label: 'Blocks', hint: 'Each looks along time, then along space, then thinks.' }),
  dropout: z.number().min(0).max(0.9).default(0.1).meta({
    label: 'Dropout',
    hint: 'Share of values silenced per step in each block, against overfitting.',
  }),
});

/** A forecast needs every place and the newest time: what does not fill a patch is filled up with the mean. */
function wholePatches(inSize: readonly number[], kernel: readonly number[]) {
  const missing = inSize.map((size, axis) => {
    const over = size % (kernel[axis] ?? 1);
    return over === 0 ? 0 : (kernel[axis] ?? 1) - over;
  });
  return {
    padBegin: missing.map((count, axis) => (axis === 0 ? count : 0)),
    padEnd: missing.map((count, axis) => (axis === 0 ? 0 : count)),
  };
}

export const spaceTimeTransformer: FamilyDef<z.infer<typeof params>> = {
  type: 'spaceTimeTransformer',
  title: 'Space-time transformer',
  summary:
    'Patches that look at each other along time and space: forecasts and long ranges. For labels from hundreds of samples 4-D convolutions are better.',
  guide: {
    use: 'Fields where far places and times act on each other, and there are enough windows to learn it from.',
    cost: 'Grows with the square of the times, and with the square of the places of one time: patches keep both small.',
    cannot:
      'With few windows it learns slower than a convolution, which knows beforehand that near things belong together.',
    source: 'Arnab et al. 2021, ViViT: a video vision transformer, model 3',
  },
  rank: 5,
  values: ['class', 'labels', 'number', 'quantile'],
  frames: true,
  params,
  // Of the settings tried on moving Gaussians and the advected field (docs/performance.md), what overfitted least.
  defaults: ({ rows, task }) => ({
    learningRate: answersFrames({ task }) ? 0.002 : 0.003,
    schedule: 'cosine',
    warmupSteps: 50,
    weightDecay: 2,
    batchSize: rows < 200 ? 8 : 16,
    ...(answersFrames({ task }) ? { epochs: 40, patience: 15 } : { epochs: 60, patience: 30 }),
  }),
  build({ inputShape, outputWidth, task }, { timePatch, spacePatch, width, heads, blocks, dropout }) {
    const list = new NodeList();
    const units = width * heads;
    const inSize = inputShape.slice(0, -1);
    const kernel = inSize.map((size, axis) => Math.min(size, axis === 0 ? timePatch : spacePatch));
    const isFrame = answersFrames({ task });
    list.add('patches', 'conv4d', {
      filters: units,
      kernel,
      stride: kernel,
      init: 'glorotUniform',
      ...(isFrame ? wholePatches(inSize, kernel) : {}),
    });
    list.add('positions', 'positions');
    const around = (name: string, inside: () => void) => {
      const before = list.last;
      list.add(`${name}Norm`, 'layerNorm');
      inside();
      if (dropout > 0) list.add(`${name}Dropout`, 'dropout', { rate: dropout });
      list.add(`${name}Sum`, 'add', {}, [before, list.last]);
    };
    for (let block = 1; block <= blocks; block++) {
      for (const axis of ['time', 'space'] as const)
        around(`${axis}${block}`, () =>
          list.add(`${axis}Attention${block}`, 'axisAttention', { axis, heads }),
        );
      around(`thought${block}`, () => {
        list.add(`wide${block}`, 'dense', { units: 2 * units });
        list.add(`gelu${block}`, 'activation', { kind: 'gelu' });
        list.add(`narrow${block}`, 'dense', { units });
      });
    }
    if (isFrame) {
      const [, ...patch] = kernel;
      list.add('now', 'lastTime');
      list.add('norm', 'layerNorm');
      list.add('places', 'dense', {
        units: sizeOf(patch) * (inputShape.at(-1) ?? 1),
        init: 'zeros',
      });
      list.add('field', 'patchesToField', { patch, size: inSize.slice(1) });
      addToLastFrame(list);
      return list.toArch(inputShape);
    }
    list.add('norm', 'layerNorm');
    list.add('everywhere', 'globalPool');
    list.add('output', 'dense', { units: outputWidth });
    return list.toArch(inputShape);
  },
  examples: [
    { inputShape: [16, 8, 8, 8, 1], outputWidth: 6, params: {} },
    { inputShape: [3, 4, 4, 1, 2], outputWidth: 1, params: { blocks: 1, heads: 1, width: 4, dropout: 0.1 } },
    {
      inputShape: [3, 5, 4, 1, 2],
      outputWidth: 40,
      task: 'forecast',
      params: { blocks: 1, heads: 1, width: 4 },
    },
  ],
};
