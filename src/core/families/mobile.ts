/**
 * Inverted bottlenecks with squeeze and excitation: Sandler et al. 2018, https://arxiv.org/abs/1801.04381; Howard et al.
 * 2019, https://arxiv.org/abs/1905.02244; Hu et al. 2017, https://arxiv.org/abs/1709.01507.
 */
import { z } from 'zod';
import { augmentation } from './augmentSettings';
import { addAnswer } from './convSettings';
import type { FamilyDef } from './familyDef';
import {
  addBranch,
  addNorm,
  halvingStride,
  imageDefaults,
  imageSettings,
  shapeAt,
  window,
} from './imageBlocks';
import { NodeList } from './nodeList';

const params = z.strictObject({
  filters: z.array(z.int().min(1).max(1024)).min(1).max(8).default([16, 24, 32]).meta({
    label: 'Filters',
    hint: 'Channels between the blocks of each stage; each after the first halves the image.',
  }),
  blocks: z
    .int()
    .min(1)
    .max(12)
    .default(1)
    .meta({ label: 'Blocks in a stage', hint: 'One after the other.' }),
  expansion: z
    .int()
    .min(1)
    .max(8)
    .default(4)
    .meta({ label: 'Expansion', hint: 'How many times as many channels a block has inside.' }),
  kernel: z
    .int()
    .min(1)
    .max(15)
    .default(3)
    .meta({ label: 'Kernel', hint: 'Pixels that a pattern spans in height and width.' }),
  squeezeExcite: z
    .boolean()
    .default(true)
    .meta({ label: 'Squeeze and excite', hint: 'Weighs channels by what the whole image shows.' }),
  ...imageSettings,
});

const squeeze = 4;
const activation = { kind: 'hardSwish' };

export const mobile: FamilyDef<z.infer<typeof params>> = {
  type: 'mobile',
  title: 'Mobile network (MobileNet)',
  summary: 'Convolutions of each channel alone, then mixtures: few weights and a small file, for phones.',
  guide: {
    use: 'When the file has to be small, or answer on a phone: few weights for what it can.',
    cost: 'Few products, but many small steps: in the page it often trains slower than a residual network of like worth.',
    cannot: 'What it saves in weights it takes in time to train; for accuracy alone take another.',
    source: 'Sandler et al. 2018, MobileNetV2: inverted residuals and linear bottlenecks',
  },
  rank: 3,
  values: ['class', 'labels', 'number', 'quantile'],
  params,
  augment: augmentation,
  sizes: {
    S: {},
    M: { filters: [16, 24, 40, 80], blocks: 2 },
    L: { filters: [24, 40, 80, 160], blocks: 3, expansion: 6 },
  },
  defaults: imageDefaults,
  build({ inputShape, outputWidth }, settings) {
    const { filters, blocks, expansion, kernel, normalization } = settings;
    const list = new NodeList();
    const [first = 16] = filters;
    const normalized = (id: string, channels: number, bend: boolean) => {
      addNorm(list, `${id}_norm`, channels, normalization);
      if (bend) list.add(`${id}_bend`, 'activation', activation);
    };
    const mixed = (id: string, count: number, bend: boolean) => {
      list.add(id, 'conv2d', { filters: count, ...window(shapeAt(list, inputShape), 1, 1) });
      normalized(id, count, bend);
    };
    list.add('stem', 'conv2d', { filters: first, ...window(inputShape, 3, 1) });
    normalized('stem', first, true);
    const inAll = filters.length * blocks;
    for (const [stage, count] of filters.entries())
      for (let at = 0; at < blocks; at++) {
        const id = `block${stage + 1}_${at + 1}`;
        const from = list.last;
        const before = shapeAt(list, inputShape);
        const channels = before.at(-1) ?? 1;
        const inside = channels * expansion;
        const stride = halvingStride(before, stage > 0 && at === 0);
        mixed(`${id}_expand`, inside, true);
        list.add(`${id}_depth`, 'depthwiseConv2d', window(before, kernel, stride));
        normalized(`${id}_depth`, inside, true);
        if (settings.squeezeExcite) addGate(list, id, inside);
        mixed(`${id}_project`, count, false);
        if (stride === 1 && channels === count)
          addBranch(list, id, from, (settings.stochasticDepth * (stage * blocks + at + 1)) / inAll);
      }
    mixed('head', (filters.at(-1) ?? 1) * expansion, true);
    addAnswer(list, outputWidth, settings);
    return list.toArch(inputShape);
  },
  examples: [
    { inputShape: [12, 12, 1], outputWidth: 10, params: {} },
    {
      inputShape: [9, 5, 3],
      outputWidth: 1,
      params: {
        filters: [4, 4],
        blocks: 2,
        expansion: 2,
        kernel: 5,
        squeezeExcite: false,
        normalization: 'batchNorm',
        stochasticDepth: 0.2,
      },
    },
  ],
};

/** Squeeze: one number per channel over all places. Excite: a gate for each channel of what they say together. */
function addGate(list: NodeList, id: string, channels: number): void {
  const value = list.last;
  list.add(`${id}_squeeze`, 'globalPool', { kind: 'average' });
  list.add(`${id}_fewer`, 'dense', { units: Math.max(1, Math.round(channels / squeeze)), init: 'heNormal' });
  list.add(`${id}_bent`, 'activation', { kind: 'relu' });
  list.add(`${id}_gate`, 'dense', { units: channels });
  const gate = list.add(`${id}_open`, 'activation', { kind: 'hardSigmoid' });
  list.add(`${id}_excite`, 'multiply', {}, [value, gate]);
}
