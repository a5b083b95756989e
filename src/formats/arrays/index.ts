/** Every format of arrays Tetrad reads: one file and one line each. */
import type { ArrayFormatDef } from './arrayFormatDef';
import { hdf5 } from './hdf5';
import { matlab } from './matlab';
import { netcdf3 } from './netcdf3';
import { npy } from './npy';

export const arrayFormats: ArrayFormatDef[] = [npy, hdf5, netcdf3, matlab];

/** The format of a file by its first bytes (64 KiB) and its name; undefined when it is no file of arrays. */
export function sniffArrayFormat(head: Uint8Array, name: string): ArrayFormatDef | undefined {
  let best: ArrayFormatDef | undefined;
  let bestScore = 0;
  for (const format of arrayFormats) {
    const score = format.match(head, name);
    if (score > bestScore) [best, bestScore] = [format, score];
  }
  return best;
}
