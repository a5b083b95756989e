/** What a version of a dataset of video keeps beside its table of samples: the files as they came, and the frames a network takes. */
import { z } from 'zod';
import { imageSize } from '../images/imageSchema';
import type { PackedItems } from '../items/packedItems';
import type { DatasetSchema } from '../protocol/dataset';

/** What a clip is: the same for a stored dataset, a trained model and a file that is asked about. */
export const looking = z.strictObject({
  /** Of a clip, in the order of time. */
  frames: z.int().min(1).max(512),
  /** Of the frames of a file one in so many is taken. Where a file is one clip they are spread over it instead. */
  every: z.int().min(1).max(10_000),
  /** From one clip to the next, in frames that are taken; 0: a file is one clip. */
  stride: z.int().min(0).max(1_000_000),
  size: imageSize,
});
export type Looking = z.infer<typeof looking>;

/** How files become clips; what is not said is guessed, or stays. */
export const videoCut = z.strictObject({
  ...looking.omit({ size: true }).partial().shape,
  ...imageSize.partial().shape,
});
export type VideoCut = z.infer<typeof videoCut>;

export interface VideoSchema {
  /** A file each, as it came. */
  items: PackedItems;
  /** Frames that were taken, at the size of the looking: row-major [height, width, channels], 8 bits each. */
  frames: PackedItems;
  looking: Looking;
}

/** Columns of the table of samples. */
export const videoColumns = {
  /** Number of the file. */
  item: 'item',
  file: 'file',
  label: 'label',
  split: 'split',
  /** The frame of the file a clip begins with, counted from 0. */
  start: 'start',
  /** Number of its first frame among those taken, and how many there are; the last one stays for those that lack. */
  first: 'first',
  held: 'held',
  /** Of the file. */
  fileFrames: 'frames',
  seconds: 'seconds',
  width: 'width',
  height: 'height',
} as const;

export const videoIn = ({ data }: Pick<DatasetSchema, 'data'>): VideoSchema => data as VideoSchema;

/** What a network takes of a clip, without batch. */
export const videoShape = ({ frames, size }: Pick<Looking, 'frames' | 'size'>): number[] => [
  frames,
  size.height,
  size.width,
  size.channels,
];
