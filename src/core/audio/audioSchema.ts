/** What a version of a dataset of sound keeps beside its table of samples: the files as they came, and how they are heard. */
import { z } from 'zod';
import type { packedItems } from '../items/packedItems';
import type { DatasetSchema } from '../protocol/dataset';
import { featureSpec } from './featureSpec';

/** What a clip is: the same for a stored dataset, a trained model and a file that is asked about. */
export const hearing = z.strictObject({
  /** Samples a second: sound of another rate is resampled. */
  rate: z.int().min(100).max(192_000),
  /** Of a clip: what is shorter is followed by silence. */
  samples: z
    .int()
    .min(16)
    .max(2 ** 22),
  features: featureSpec,
});
export type Hearing = z.infer<typeof hearing>;

/** How files become clips; what is not said is guessed, or stays. */
export const audioCut = z.strictObject({
  rate: hearing.shape.rate.optional(),
  /** Length of a clip, in seconds. */
  seconds: z.number().positive().max(600).optional(),
  /** From one clip of a file to the next, in seconds; 0: a file is one clip. */
  stride: z.number().min(0).max(600).optional(),
  features: featureSpec.partial().optional(),
});
export type AudioCut = z.infer<typeof audioCut>;

export interface AudioSchema {
  /** A file each. */
  items: z.infer<typeof packedItems>;
  hearing: Hearing;
  stride: number;
}

/** Columns of the table of samples. `item` is the number of the file, `start` where in it a clip begins, in seconds. */
export const audioColumns = {
  item: 'item',
  file: 'file',
  label: 'label',
  split: 'split',
  speaker: 'speaker',
  start: 'start',
  seconds: 'seconds',
  rate: 'rate',
  channels: 'channels',
  level: 'level',
} as const;

export const soundIn = ({ data }: Pick<DatasetSchema, 'data'>): AudioSchema => data as AudioSchema;

export const secondsOf = ({ samples, rate }: Pick<Hearing, 'samples' | 'rate'>): number => samples / rate;
