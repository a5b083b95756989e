/** How much of the data a training may hold in memory. What is larger is read batch by batch. */
import { bytesText } from '../bytesText';

const mostBytes = 2 ** 31;
const unknownGiB = 4;
/** For decoded blocks. The rest is for batches on their way, and for fitting. */
const cacheShare = 0.5;

/** A quarter of what a machine says it has; browsers say at most 8 GiB, or nothing. */
export function allowedDataBytes(navigator: object = {}): number {
  const { deviceMemory = unknownGiB } = navigator as { deviceMemory?: number };
  return Math.min(mostBytes, (deviceMemory * 2 ** 30) / 4);
}

export const cacheBytes = (allowedBytes: number): number => allowedBytes * cacheShare;

/** For the warnings of a run. */
export const readInParts = (bytes: number, allowedBytes: number): string =>
  `The data take ${bytesText(bytes)} of memory, of which ${bytesText(allowedBytes)} may be used: they are read batch by batch, a part of the file at a time.`;
