/** MATLAB files: 7.3 is HDF5 with a text in front and the dimensions turned round; older versions are refused. */
import { arrayEndings } from '#/core/fileEndings';
import { TetradError } from '#/core/protocol/errors';
import type { ArrayFormatDef } from '../formatDef';
import { hasHdf5Signature, openHdf5 } from './hdf5';

export const matlab: ArrayFormatDef = {
  type: 'matlab',
  title: 'MATLAB 7.3',
  extensions: arrayEndings.matlab,
  kind: 'spacetime4d',
  holds: 'arrays',
  match: (head, name) => {
    if (new TextDecoder('latin1').decode(head.subarray(0, 10)) === 'MATLAB 5.0') return 1;
    if (!hasHdf5Signature(head)) return /\.mat$/i.test(name) ? 0.5 : 0;
    return /\.mat$/i.test(name) || head[0] === 0x4d ? 1 : 0;
  },
  async open(file) {
    const head = new Uint8Array(await file.slice(0, 4096).arrayBuffer());
    if (hasHdf5Signature(head)) return openHdf5(file, { columnMajor: true });
    throw new TetradError({
      code: 'unsupported',
      message: 'The file is a MATLAB file of a version before 7.3.',
      place: file.name,
      hint: "Save it again in MATLAB with save('file.mat', 'name', '-v7.3'), or in Python: numpy.save('name.npy', scipy.io.loadmat('file.mat')['name']).",
    });
  },
};
