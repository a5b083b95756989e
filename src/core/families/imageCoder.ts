/**
 * Images through a narrow place: convolutions that halve them, a few numbers, and the way back by upsampling. Built of the
 * blocks that both families of reconstruction share; what happens at the narrow place is theirs.
 */
import { z } from 'zod';
import { latentName } from '../arch/latentOf';
import type { ArchSpec } from '../arch/archSpec';
import { sizeOf } from '../arch/sizeOf';
import type { TrainConfig } from '../protocol/train';
import type { FamilyDef, FamilyInput } from './familyDef';
import { addNorm, type Normalization, window } from './imageBlocks';
import { NodeList } from './nodeList';
import type { FamilySizes } from './sizes';

export const coderSettings = {
  latent: z.int().min(1).max(4096).default(16).meta({
    label: 'Latent size',
    hint: 'Numbers that an image is made of again. Fewer say more about what images have in common, more give finer lines.',
  }),
  filters: z.array(z.int().min(1).max(1024)).min(1).max(6).default([16, 32]).meta({
    label: 'Filters',
    hint: 'Patterns of each level on the way in, first to last, and back; each level halves the image. Levels that a small image has no room for are left out.',
  }),
  normalization: z.enum(['none', 'groupNorm', 'batchNorm']).default('none').meta({
    label: 'Normalisation',
    hint: 'Of groups of channels in each image, or over the batch: for deep ones.',
  }),
};

export const coderHidden = z.array(z.int().min(1).max(4096)).max(4).default([]).meta({
  label: 'Hidden layers',
  hint: 'Units of dense layers before the latent numbers, and the same back behind them: what a few numbers mean together. None is the fastest.',
});

export const coderSizes: FamilySizes<{ filters: number[]; latent: number }> = {
  S: {},
  M: { filters: [32, 64], latent: 32 },
  L: { filters: [32, 64, 128], latent: 64 },
};

/** A level of fewer pixels across has nothing to halve. */
const smallestSide = 4;

interface Coder {
  filters: readonly number[];
  hidden?: readonly number[];
  normalization: Normalization;
  /**
   * Where the way in is a network apart: it is not normalised, and below zero its activations go on with this slope. Levels
   * that an image has no room for keep its size rather than being left out: neither network can do with one.
   */
  apart?: { leak: number };
}

/** `narrow` adds the nodes that end in the numbers of an image, from all values of the last level. */
export function buildCoder(
  { inputShape }: Pick<FamilyInput, 'inputShape'>,
  { filters: wanted, hidden = [], normalization, apart }: Coder,
  {
    begin,
    narrow,
    beside,
  }: {
    begin?: (list: NodeList) => void;
    narrow: (list: NodeList) => string;
    /** Outputs beside the answer and the narrow place, by name; made before that. */
    beside?: (list: NodeList) => Record<string, string>;
  },
): ArchSpec {
  const [height = 1, width = 1, channels = 1] = inputShape;
  const long = [height, width].filter((side) => side > 1);
  const room = Math.floor(Math.log2(Math.max(1, Math.min(...long, 2 ** 12) / smallestSide)));
  const filters = apart ? wanted : wanted.slice(0, Math.max(1, room));
  const halved = Math.min(room, filters.length);
  /** So many levels, the outermost, keep the size. */
  const whole = filters.length - halved;
  const factor = [height, width].map((side) => (side > 1 && halved > 0 ? 2 : 1));
  const list = new NodeList();
  const unit = 2 ** halved;
  const [down, right] = [height, width].map((side) => (side === 1 ? 0 : (unit - (side % unit)) % unit)) as [
    number,
    number,
  ];
  if (down + right > 0) list.add('padded', 'pad', { begin: [0, 0], end: [down, right], mode: 'edge' });
  const sides = [height + down, width + right];
  /** Sides after so many levels. */
  const at = (level: number) =>
    sides.map((side) => (side === 1 ? 1 : side / 2 ** Math.max(0, Math.min(level - whole, halved))));
  const convolve = (
    name: string,
    count: number,
    shape: readonly number[],
    { stride, leak }: { stride: number; leak?: number },
  ) => {
    list.add(name, 'conv2d', { filters: count, ...window([...shape, count], 3, stride) });
    if (leak === undefined) addNorm(list, `${name}_norm`, count, normalization);
    list.add(
      `${name}_relu`,
      'activation',
      leak === undefined ? { kind: 'relu' } : { kind: 'leakyRelu', alpha: leak },
    );
  };
  begin?.(list);
  for (const [level, count] of filters.entries())
    convolve(`in${level + 1}`, count, at(level), { stride: level < whole ? 1 : 2, leak: apart?.leak });
  const dense = (name: string, units: number) => {
    list.add(name, 'dense', { units, init: 'heNormal' });
    if (!apart) list.add(`${name}_relu`, 'activation', { kind: 'relu' });
  };
  list.add('flat', 'flatten');
  for (const [i, units] of hidden.entries()) dense(`before${i + 1}`, units);
  const others = beside?.(list);
  const code = narrow(list);
  for (const [i, units] of hidden.toReversed().entries()) dense(`behind${i + 1}`, units);
  const last = filters.at(-1) as number;
  const smallest = [...at(filters.length), last];
  dense('wide', sizeOf(smallest));
  list.add('field', 'reshape', { shape: smallest });
  if (apart) {
    addNorm(list, 'field_norm', last, normalization);
    list.add('field_relu', 'activation', { kind: 'relu' });
  }
  for (let level = filters.length - 1; level >= 0; level--) {
    if (level >= whole) list.add(`up${level + 1}`, 'upsample2d', { factor });
    if (level > 0) convolve(`out${level + 1}`, filters[level - 1] as number, at(level), { stride: 1 });
  }
  list.add('answer', 'conv2d', { filters: channels, ...window([...sides, channels], 3, 1) });
  if (down + right > 0) list.add('cropped', 'crop', { begin: [0, 0], end: [down, right] });
  list.add('output', 'flatten');
  return list.toArch(inputShape, { [latentName]: code, ...others });
}

export function coderDefaults({ rows }: Parameters<FamilyDef['defaults']>[0]): Partial<TrainConfig> {
  return {
    learningRate: 0.003,
    schedule: 'cosine',
    batchSize: rows < 10_000 ? 16 : 64,
    epochs: rows < 500 ? 60 : 20,
    patience: 10,
  };
}
