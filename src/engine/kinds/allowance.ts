/** How much of the data a training may hold in memory. What is larger is read batch by batch. */

import { bytesText } from '#/core/bytesText';

/** Of a split: the share for decoded blocks. The rest is for batches on their way, and for fitting. */
const share = 0.5;
const mostBytes = 2 ** 31;
const unknownGiB = 4;

/** A quarter of what the machine says it has; browsers say at most 8 GiB. */
export function standardAllowance(): number {
  const { deviceMemory = unknownGiB } = (typeof navigator === 'undefined' ? {} : navigator) as {
    deviceMemory?: number;
  };
  return Math.min(mostBytes, (deviceMemory * 2 ** 30) / 4);
}

/** For the warnings of a run. */
export const readInParts = (bytes: number, allowedBytes: number): string =>
  `The data take ${bytesText(bytes)} of memory, of which ${bytesText(allowedBytes)} may be used: they are read batch by batch, a part of the file at a time.`;

export const cacheBytes = (allowedBytes: number): number => allowedBytes * share;
