/** FITS: images and cubes of any number of axes, each part of the file a variable; only the parts asked for are read. */
import { arrayEndings } from '#/core/fileEndings';
import type { ArrayFormatDef } from '../formatDef';

export const fits: ArrayFormatDef = {
  type: 'fits',
  title: 'FITS',
  extensions: arrayEndings.fits,
  kind: 'spacetime4d',
  holds: 'arrays',
  match: (head) => (/^SIMPLE {2}= +[TF]/.test(String.fromCharCode(...head.subarray(0, 30))) ? 1 : 0),
  open: async (file) => (await import('./fits/openFits')).openFits(file),
};
