/** A new format of arrays is one file with an ArrayFormatDef, and its one line in the list. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { ArrayFormatDef } from '#/formats/formatDef';
import { sizeOf } from '#/core/arch/sizeOf';
import { denseStrides, readBoxBytes } from '#/formats/arrays/boxBytes';
import { decodeNumbers, plainDecoding } from '#/formats/arrays/decoding';
import { openArrays } from '#/formats/arrays/openArrays';
import { openedArrays } from '#/formats/arrays/openedArrays';
import { newValues } from '#/formats/arrays/openedVariable';
import { holdsArrays, recogniseFile } from '#/formats/recogniseFile';
import { formats } from '#/formats/registry';

// The one file: "quilt", four letters, width and height in a byte each, then bytes.
const quilt: ArrayFormatDef = {
  type: 'quilt',
  title: 'Quilt',
  extensions: ['quilt'],
  kind: 'spacetime4d',
  holds: 'arrays',
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
          read: async (start, count, step, Values) => {
            const bytes = await readBoxBytes(file, layout, start, count, step, 'patches');
            return decodeNumbers(bytes, plainDecoding, newValues(Values, sizeOf(count)));
          },
        },
      ],
      roles: { y: 'y', x: 'x' },
    });
  },
};

// The one line.
const withQuilt = formats.with(quilt);

test('one file and one line make a format of arrays', async () => {
  const bytes = new Uint8Array([...new TextEncoder().encode('QULT'), 3, 2, 1, 2, 3, 4, 5, 6]);
  const found = await recogniseFile(new File([bytes], 'bed.quilt'), { among: withQuilt });
  expect(found.format.type).toBe('quilt');
  const file = holdsArrays(found) ? await openArrays(found) : undefined;
  expect(await file?.read('patches', [0, 1], [2, 2])).toEqual(new Float32Array([2, 3, 5, 6]));
});

test('every format is one file and one line', () => {
  const folder = new URL('../src/formats/', import.meta.url);
  const defining = ['./', './arrays/', './lines/', './series/'].flatMap((under) =>
    readdirSync(new URL(under, folder))
      .filter((file) => /^\w+\.ts$/.test(file))
      .flatMap((file) => {
        const text = readFileSync(new URL(`${under}${file}`, folder), 'utf8');
        const name = /^export const (\w+): \w+FormatDef\b/m.exec(text)?.[1];
        return name ? [`export { ${name} } from '${under}${file.replace('.ts', '')}';`] : [];
      }),
  );
  const lines = readFileSync(new URL('index.ts', folder), 'utf8').match(/^export .*$/gm) ?? [];
  expect(lines.toSorted()).toEqual(defining.toSorted());
  expect(lines).toHaveLength(formats.all.length);
});
