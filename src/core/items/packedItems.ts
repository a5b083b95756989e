/**
 * The bytes of many samples as they came (images, recordings, documents), one behind the other, cut into blobs of equal
 * size: twenty thousand are a few dozen blobs. What is edited (labels, order, what belongs) is the table of samples;
 * the items stay.
 */
import { z } from 'zod';
import type { BlobRef } from '../protocol/dataset';

export interface PackedItems {
  count: number;
  /** Of every chunk but the last. */
  chunkBytes: number;
  chunks: BlobRef[];
  /** Where each item begins, and where the last ends: float64, little-endian. */
  index: BlobRef;
}

export const standardChunkBytes = 4 * 1024 ** 2;

const blobRef = z.object({ hash: z.string(), bytes: z.number() });

export const packedItems: z.ZodType<PackedItems> = z.object({
  count: z.int().min(0),
  chunkBytes: z.int().min(1),
  chunks: z.array(blobRef),
  index: blobRef,
});

export const blobsOfItems = ({ chunks, index }: PackedItems): BlobRef[] => [...chunks, index];

export const itemsBytes = ({ chunks }: PackedItems): number =>
  chunks.reduce((sum, { bytes }) => sum + bytes, 0);
