/** What families share that show their samples a little different in each epoch: their settings, and what these ask for. */
import { z } from 'zod';
import type { Augmentation } from '../augment/augmentDef';
import type { TaskSpec } from '../protocol/train';
import { taskOf } from '../tasks/registry';

const noise = z.number().min(0).max(2).default(0).meta({
  label: 'Add noise',
  hint: 'In training, for labels: standard deviations of noise on each value. 0 is off.',
  value: 'class',
});

export const seriesAugment = {
  varyLevel: z.number().min(0).max(3).default(0.8).meta({
    label: 'Vary the level',
    hint: 'In training, for labels: each channel of a window is raised or lowered, by so many standard deviations, anew in each epoch. 0 where the level itself tells the labels apart.',
    value: 'class',
  }),
  varyGain: z.number().min(0).max(1).default(0.2).meta({
    label: 'Vary the strength',
    hint: 'In training, for labels: a window swings more or less around its level, by about this share. 0 is off.',
    value: 'class',
  }),
  varyTempo: z.number().min(0).max(0.7).default(0.15).meta({
    label: 'Vary the tempo',
    hint: 'In training, for labels: a window is played faster or slower, by about this share. 0 where the pace tells the labels apart to a hair.',
    value: 'class',
  }),
  addNoise: noise,
};

export const imageAugment = {
  varyPlace: z.number().min(0).max(0.5).default(0).meta({
    label: 'Shift',
    hint: 'In training, for labels: an image is moved by up to this share of its sides, anew in each epoch. 0 is off.',
    value: 'class',
  }),
  mirror: z.number().min(0).max(1).default(0).meta({
    label: 'Mirror',
    hint: 'In training, for labels: this share of the images is mirrored left to right. 0 where left and right differ, as with letters.',
    value: 'class',
  }),
  addNoise: noise,
};

export const maskAugment = {
  turned: z.number().min(0).max(1).default(0.75).meta({
    label: 'Turn',
    hint: 'In training: this share of the images is turned by quarters, masks along. 0 where up and down differ, as in photographs of a street.',
    value: 'mask',
  }),
  mirrored: z.number().min(0).max(1).default(0.5).meta({
    label: 'Mirror',
    hint: 'In training: this share of the images is mirrored left to right, masks along. 0 where left and right differ.',
    value: 'mask',
  }),
};

/** In this order. */
const changes: Record<string, (strength: number) => Augmentation> = {
  varyTempo: (strength) => ({ type: 'tempo', params: { strength } }),
  varyPlace: (most) => ({ type: 'shift', params: { most } }),
  turned: (chance) => ({ type: 'turn', params: { chance } }),
  mirrored: (chance) => ({ type: 'flip', params: { chance } }),
  mirror: (chance) => ({ type: 'flip', params: { chance } }),
  varyGain: (strength) => ({ type: 'gain', params: { strength } }),
  varyLevel: (strength) => ({ type: 'level', params: { strength } }),
  addNoise: (strength) => ({ type: 'noise', params: { strength } }),
};

/** Of these an image that is made again is the answer as it was moved. */
const moving: ReadonlySet<string> = new Set(['varyPlace', 'turned', 'mirrored', 'mirror']);

/**
 * Labels stay true whatever is done here, and masks and images made again move along; numbers and whole frames would have to
 * change.
 */
export function augmentation(
  params: Readonly<Record<string, unknown>>,
  task: TaskSpec['type'],
): Augmentation[] {
  const { value } = taskOf({ type: task });
  if (value !== 'class' && value !== 'mask' && value !== 'pixels') return [];
  return Object.entries(changes).flatMap(([name, change]) => {
    if (value === 'pixels' && !moving.has(name)) return [];
    const strength = params[name];
    return typeof strength === 'number' && strength > 0 ? [change(strength)] : [];
  });
}
