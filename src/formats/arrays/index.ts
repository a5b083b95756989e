/** Every format of arrays Tetrad reads: one file and one line each. */
import type { ArrayFormatDef } from './arrayFormatDef';
import { hdf5 } from './hdf5';
import { inflateOnce } from './inflateOnce';
import { matlab } from './matlab';
import { netcdf3 } from './netcdf3';
import { nifti } from './nifti';
import { npy } from './npy';
import { npz } from './npz';
import { tiff } from './tiff';
import { zarr } from './zarr';

export const arrayFormats: ArrayFormatDef[] = [npy, npz, hdf5, netcdf3, matlab, nifti, zarr, tiff];

/**
 * The format of a file by its first bytes (64 KiB) and its name; undefined when it is no file of arrays.
 * Of a gzip file only the name says what is inside; `open` unpacks it.
 */
export function sniffArrayFormat(head: Uint8Array, name: string): ArrayFormatDef | undefined {
  const gzip = head[0] === 0x1f && head[1] === 0x8b;
  const inner = name.replace(/\.gz$/i, '').toLowerCase();
  let best: ArrayFormatDef | undefined;
  let bestScore = 0;
  for (const format of arrayFormats) {
    const byName = format.extensions.some((extension) => inner.endsWith(`.${extension}`)) ? 0.5 : 0;
    const score = gzip ? byName : format.match(head, name);
    if (score > bestScore) [best, bestScore] = [format, score];
  }
  return best && unpacking(best);
}

const unpacking = (format: ArrayFormatDef): ArrayFormatDef => ({
  ...format,
  open: async (file) => format.open(await inflateOnce(file)),
});
