/** NumPy's .npz: a zip archive of .npy files, one per array. */
import { arrayEndings } from '#/core/fileEndings';
import { toErrorInfo } from '#/core/protocol/errors';
import type { ArrayFormatDef } from '../formatDef';
import { DimensionNames, largestFirst } from './dimensionNames';
import { type NpyHeader, npyVariable, readNpyHeader } from './npy';
import { openedArrays } from './openedArrays';
import { type ZipEntry, zipEntries, zipNamesIn } from './zipEntries';

/** Enough for the header of any array without fields. */
const headBytes = 4096;

export const npz: ArrayFormatDef = {
  type: 'npz',
  title: 'NumPy (.npz)',
  extensions: arrayEndings.npz,
  kind: 'spacetime4d',
  holds: 'arrays',
  match(head, name) {
    const [first] = zipNamesIn(head);
    if (first === undefined) return 0;
    // Arrays of images with their labels go before.
    if (/\.npy$/i.test(first)) return 0.95;
    return /\.npz$/i.test(name) ? 0.9 : 0;
  },
  async open(file) {
    const found: { name: string; header: NpyHeader; whole: ZipEntry['whole'] }[] = [];
    const details: Record<string, string> = {};
    for (const { path, bytes, head, whole } of await zipEntries(file)) {
      const name = path.replace(/\.npy$/i, '');
      if (name === path && found.length > 0) {
        details[name] = 'left out: not an array';
        continue;
      }
      try {
        const start = Object.assign(new Blob([await head(headBytes)]), { name: `${file.name}, ${path}` });
        found.push({ name, header: await readNpyHeader(start, bytes), whole });
      } catch (thrown) {
        const { code, message } = toErrorInfo(thrown);
        if (code !== 'unsupported') throw thrown;
        details[name] = `left out: ${message}`;
      }
    }
    const names = new DimensionNames();
    const variables = largestFirst(found, ({ header }) => header.shape).map(({ name, header, whole }) =>
      npyVariable(name, header, once(whole), names),
    );
    return openedArrays(file.name, { variables, details });
  },
};

/** An entry is unpacked for the first box and kept until the file is closed. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}
