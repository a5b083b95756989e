/** MATLAB files: 7.3 is HDF5 with a text in front and the dimensions turned round; 4 and 5 are formats of their own. */
import { arrayEndings } from '#/core/fileEndings';
import { TetradError } from '#/core/protocol/errors';
import type { ArrayFormatDef } from '../formatDef';
import { hasHdf5Signature, openHdf5 } from './hdf5';
import { isMat4 } from './matlab/mat4';

const isMat5 = (head: Uint8Array): boolean =>
  new TextDecoder('latin1').decode(head.subarray(0, 10)) === 'MATLAB 5.0' ||
  // The version, in either byte order, before the mark of it.
  (head.length >= 128 &&
    ((head[124] === 0 && head[125] === 1 && head[126] === 0x49 && head[127] === 0x4d) ||
      (head[124] === 1 && head[125] === 0 && head[126] === 0x4d && head[127] === 0x49)));

export const matlab: ArrayFormatDef = {
  type: 'matlab',
  title: 'MATLAB',
  extensions: arrayEndings.matlab,
  kind: 'spacetime4d',
  holds: 'arrays',
  mayBeSamples: true,
  match(head, name) {
    const named = /\.mat$/i.test(name);
    if (hasHdf5Signature(head)) return named || head[0] === 0x4d ? 1 : 0;
    if (isMat5(head)) return 1;
    if (isMat4(head)) return named ? 0.95 : 0.6;
    return named && head.includes(0) ? 0.5 : 0;
  },
  async open(file) {
    const head = new Uint8Array(await file.slice(0, 4096).arrayBuffer());
    if (hasHdf5Signature(head)) return openHdf5(file, { columnMajor: true });
    if (isMat5(head)) return (await import('./matlab/mat5')).openMat5(file);
    if (isMat4(head)) return (await import('./matlab/mat4')).openMat4(file);
    throw new TetradError({
      code: 'badInput',
      message: 'The file is no MATLAB file: neither of version 7.3, nor 5 to 7, nor 4.',
      place: file.name,
      hint: "Save it again in MATLAB: save('file.mat', 'name').",
    });
  },
};
