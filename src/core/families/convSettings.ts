/** What the convolutional families over time and space share: their settings and how they end. */
import { z } from 'zod';
import { samePadding } from '../arch/convGeometry';
import { inferShapes } from '../arch/shapes';
import type { TrainConfig } from '../protocol/train';
import { answersFrames, type FamilyDef, type FamilyInput } from './familyDef';
import type { NodeList } from './nodeList';

export const convSettings = {
  filters: z
    .array(z.int().min(1).max(1024))
    .min(1)
    .max(12)
    .default([8, 12])
    .meta({ label: 'Filters', hint: 'Patterns each convolution looks for, first to last.' }),
  spaceKernel: z
    .int()
    .min(1)
    .max(15)
    .default(3)
    .meta({ label: 'Kernel in space', hint: 'Size along x, y and z; axes of size 1 have a kernel of 1.' }),
  normalization: z
    .enum(['none', 'batchNorm'])
    .default('batchNorm')
    .meta({ label: 'Normalisation', hint: 'After each convolution: faster, steadier training.' }),
  globalPool: z.enum(['average', 'max']).default('average').meta({
    label: 'Over all places',
    hint: 'What is kept of each pattern: the mean of its answers, or the strongest.',
  }),
  dropout: z.number().min(0).max(0.9).default(0).meta({
    label: 'Dropout',
    hint: 'Share of patterns silenced per step before the answer, against overfitting.',
  }),
};

/**
 * A rate that falls to nothing settled both kinds of task in a few epochs; a forecast starts close to its answer. Labels of
 * few samples take more, smaller steps: with 16 of 480 a seed in ten ended below the others.
 */
export function convDefaults({ rows, task }: Parameters<FamilyDef['defaults']>[0]): Partial<TrainConfig> {
  return {
    learningRate: answersFrames({ task }) ? 0.003 : 0.01,
    schedule: 'cosine',
    batchSize: rows < (answersFrames({ task }) ? 200 : 1_000) ? 8 : 16,
    epochs: 20,
    patience: 10,
  };
}

/** A kernel that never exceeds its axis, and the padding that keeps the size. */
function sameKernel(inSize: readonly number[], wanted: readonly number[], stride: readonly number[]) {
  const kernel = inSize.map((size, axis) => (size === 1 ? 1 : (wanted[axis] ?? 1)));
  return { kernel, stride: [...stride], ...samePadding({ inSize, kernel, stride }) };
}

/**
 * The convolutions, first to last. A forecast keeps the places; an answer for the whole window may look coarser from
 * layer to layer.
 */
export function addConvolutions(
  list: NodeList,
  type: string,
  { inputShape, task }: Pick<FamilyInput, 'inputShape' | 'task'>,
  wanted: readonly number[],
  { filters, normalization }: { filters: readonly number[]; normalization: 'none' | 'batchNorm' },
): void {
  const keepsPlaces = answersFrames({ task });
  for (const [i, count] of filters.entries()) {
    const inSize = (inferShapes(list.toArch(inputShape)).get(list.last) ?? []).slice(0, -1);
    const stride = inSize.map((size) => (!keepsPlaces && size >= 4 ? 2 : 1));
    const number = i + 1;
    list.add(`conv${number}`, type, { filters: count, ...sameKernel(inSize, wanted, stride) });
    if (normalization === 'batchNorm') list.add(`norm${number}`, 'batchNorm');
    list.add(`relu${number}`, 'activation', { kind: 'relu' });
  }
}

/** One answer for the whole window, wherever and whenever something happened in it. */
export function addAnswer(
  list: NodeList,
  outputWidth: number,
  { globalPool, dropout }: { globalPool: 'average' | 'max'; dropout: number },
): void {
  list.add('everywhere', 'globalPool', { kind: globalPool });
  if (dropout > 0) list.add('dropout', 'dropout', { rate: dropout });
  list.add('output', 'dense', { units: outputWidth });
}

/** A forecast starts as persistence: what was learnt (nothing, at first) is added to the last frame of the input. */
export function addToLastFrame(list: NodeList, times = 1): void {
  const change = list.add('change', 'flatten');
  list.add('lastFrame', 'lastTime', times === 1 ? {} : { times }, ['input']);
  const last = list.add('persistence', 'flatten');
  list.add('output', 'add', {}, [last, change]);
}
