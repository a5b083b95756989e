/** No damage to a file of arrays makes a reader hang, crash or read past its end. */
import { expect, test } from 'vitest';
import { failuresIn } from '../fuzzForTest';
import { readArrays } from '../readArraysForTest';

const mutations = 600;

/** For each format, files that between them use all of its reader. */
const fixtures: Record<string, string[]> = {
  dicom: [
    'study.zip',
    'phases.zip',
    'big.dcm',
    'deflated.dcm',
    'rle.dcm',
    'rgbRle.dcm',
    'lossless.dcm',
    'lossless7.dcm',
    'losslessGdcm.dcm',
    'palette.dcm',
    'enhanced.dcm',
    'enhancedRle.dcm',
    'bits.dcm',
    'signed12.dcm',
  ],
  fits: ['cube.fits', 'scaled.fits', 'unsigned.fits', 'double.fits'],
  matlab: ['plain5.mat', 'packed.mat', 'big5.mat', 'plain4.mat', 'octave7.mat'],
};

test.each(Object.entries(fixtures))(
  `${mutations} damaged %s files end in arrays or in a refusal`,
  async (format, names) => {
    const folder = new URL(`../../formats/arrays/${format}/fixtures/`, import.meta.url);
    const range = { first: 0, count: mutations };
    expect(await failuresIn(folder, names, range, readArrays)).toEqual([]);
  },
  120_000,
);
