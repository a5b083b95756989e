import { bytesText } from '#/core/bytesText';
import { TetradError } from '#/core/protocol/errors';
import type { BundleLimits } from './bundle';

export function requireRoom(bytes: number, { entryBytes }: BundleLimits, place: string): void {
  if (bytes <= entryBytes) return;
  throw new TetradError({
    code: 'unsupported',
    message: `The file is ${bytesText(bytes)}; at most ${bytesText(entryBytes)} of one are held.`,
    place,
    hint: 'Divide it into smaller files.',
  });
}
