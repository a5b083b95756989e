/** No damage to a file of arrays makes a reader hang, crash or read past its end. */
import { expect, test } from 'vitest';
import { arraysForTest } from '#/formats/arrays/arraysForTest';
import { failuresIn } from '../fuzzForTest';

const mutations = 600;
const mostValues = 200_000;

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
  matlab: ['plain5.mat', 'packed.mat', 'big5.mat', 'plain4.mat', 'octave7.mat'],
};

test.each(Object.entries(fixtures))(
  `${mutations} damaged %s files end in arrays or in a refusal`,
  async (format, names) => {
    const folder = new URL(`../../formats/arrays/${format}/fixtures/`, import.meta.url);
    const failures = await failuresIn(folder, names, { first: 0, count: mutations }, async (name, bytes) => {
      const arrays = await arraysForTest(name, bytes);
      for (const { name: variable, dimensions } of arrays?.variables ?? []) {
        const sizes = dimensions.map(({ size }) => size);
        if (sizes.some((size) => !Number.isInteger(size) || size < 0)) return `sizes ${sizes.join()}`;
        const count = sizes.map((size) => Math.min(size, 16));
        const wanted = count.reduce((all, size) => all * size, 1);
        if (wanted > mostValues) continue;
        const values = await arrays?.read(
          variable,
          sizes.map((size, i) => size - (count[i] as number)),
          count,
        );
        if (values?.length !== wanted) return `${values?.length} values in place of ${wanted}`;
      }
      arrays?.close();
      return undefined;
    });
    expect(failures).toEqual([]);
  },
  120_000,
);
