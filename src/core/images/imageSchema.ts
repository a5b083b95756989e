/** What a version of a dataset of images keeps beside its table of samples: the images as they came, and how they are looked at. */
import { z } from 'zod';
import type { DatasetSchema } from '../protocol/dataset';
import { packedItems } from '../items/packedItems';

export const fits = ['stretch', 'crop', 'pad'] as const;

/** What a network takes of an image. */
export const imageSize = z.strictObject({
  height: z.int().min(1).max(4096),
  width: z.int().min(1).max(4096),
  channels: z.union([z.literal(1), z.literal(3)]),
  /** An image of other proportions: distorted, its middle taken, or edges added. */
  fit: z.enum(fits),
});
export type ImageSize = z.infer<typeof imageSize>;

/** Of images that came as bare pixels: row-major [height, width, channels], 8 bits each. */
const pixelShape = z.object({
  height: z.int().min(1),
  width: z.int().min(1),
  channels: z.union([z.literal(1), z.literal(3)]),
});

export const imageSchema = z.object({
  items: packedItems,
  /** Absent: each item is a file of its own (PNG, JPEG, …). */
  pixels: pixelShape.optional(),
  size: imageSize,
  /** Boxes drawn by people, as JSON for each item: a blob, see imageMarks. */
  marks: packedItems.optional(),
});
export type ImageSchema = z.infer<typeof imageSchema>;

/** Columns that say which image a sample is. */
export const itemColumn = 'item';
export const imageColumn = 'image';
export const labelColumn = 'label';

export const imagesIn = ({ data }: Pick<DatasetSchema, 'data'>): ImageSchema => data as ImageSchema;

/** "28 × 28 grey" */
export const sizeText = ({ width, height, channels }: Omit<ImageSize, 'fit'>): string =>
  `${width} × ${height} ${channels === 1 ? 'grey' : 'colour'}`;
