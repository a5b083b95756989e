/** A new format of arrays is one file with an ArrayFormatDef, and its one line in the list. */
import { afterEach, expect, test } from 'vitest';
import type { ArrayFormatDef } from '#/formats/arrays/arrayFormatDef';
import { sizeOf } from '#/core/arch/sizeOf';
import { denseStrides, readBoxBytes } from '#/formats/arrays/boxBytes';
import { decodeNumbers, plainDecoding } from '#/formats/arrays/decoding';
import { arrayFormats, sniffArrayFormat } from '#/formats/arrays/index';
import { openedArrays } from '#/formats/arrays/openedArrays';

// The one file: "quilt", four letters, width and height in a byte each, then bytes.
const quilt: ArrayFormatDef = {
  id: 'quilt',
  title: 'Quilt',
  extensions: ['quilt'],
  match: (head) => (new TextDecoder().decode(head.subarray(0, 4)) === 'QULT' ? 1 : 0),
  async open(file) {
    const [width = 0, height = 0] = new Uint8Array(await file.slice(4, 6).arrayBuffer());
    const shape = [height, width];
    const layout = { offset: 6, shape, strides: denseStrides(shape, 1), itemBytes: 1 };
    const dimensions = [
      { name: 'y', size: height },
      { name: 'x', size: width },
    ];
    return openedArrays(file.name, {
      variables: [
        {
          variable: { name: 'patches', dimensions, dtype: 'uint8', details: {} },
          read: async (start, count, step) => {
            const bytes = await readBoxBytes(file, layout, start, count, step, 'patches');
            return decodeNumbers(bytes, plainDecoding, new Float32Array(sizeOf(count)));
          },
        },
      ],
      roles: { y: 'y', x: 'x' },
    });
  },
};

afterEach(() => void arrayFormats.splice(arrayFormats.indexOf(quilt), 1));

test('one file and one line make a format of arrays', async () => {
  arrayFormats.push(quilt); // the one line
  const bytes = new Uint8Array([...new TextEncoder().encode('QULT'), 3, 2, 1, 2, 3, 4, 5, 6]);
  const format = sniffArrayFormat(bytes, 'bed.quilt');
  expect(format?.id).toBe('quilt');
  const file = await format?.open(new File([bytes], 'bed.quilt'));
  expect(await file?.read('patches', [0, 1], [2, 2])).toEqual(new Float32Array([2, 3, 5, 6]));
});
