/** NumPy's .npz: a zip archive of .npy files, one per array. */
import { arrayEndings } from '#/core/fileEndings';
import { TetradError, toErrorInfo } from '#/core/protocol/errors';
import type { ArrayFormatDef } from '../formatDef';
import { DimensionNames, largestFirst } from './dimensionNames';
import { npyContent } from './npy';
import { type NpyLayout, readNpyLayout } from './npyHeader';
import { openedArrays } from './openedArrays';
import { type ZipEntry, zipEntries, zipNamesIn } from './zipEntries';

/** Enough for the header of any array, also of many fields. */
const headBytes = 64 * 1024 + 12;

export const npz: ArrayFormatDef = {
  type: 'npz',
  title: 'NumPy (.npz)',
  extensions: arrayEndings.npz,
  kind: 'spacetime4d',
  holds: 'arrays',
  mayBeSamples: true,
  match(head, name) {
    const [first] = zipNamesIn(head);
    if (first === undefined) return 0;
    // Arrays of images with their labels go before.
    if (/\.npy$/i.test(first)) return 0.95;
    return /\.npz$/i.test(name) ? 0.9 : 0;
  },
  async open(file) {
    const found: { name: string; layout: NpyLayout; whole: ZipEntry['whole'] }[] = [];
    const details: Record<string, string> = {};
    for (const { path, bytes, head, whole } of await zipEntries(file)) {
      const name = path.replace(/\.npy$/i, '');
      if (name === path && found.length > 0) {
        details[name] = 'left out: not an array';
        continue;
      }
      try {
        const start = Object.assign(new Blob([await head(headBytes)]), { name: `${file.name}, ${path}` });
        found.push({ name, layout: await readNpyLayout(start, bytes), whole });
      } catch (thrown) {
        const { code, message } = toErrorInfo(thrown);
        if (code !== 'unsupported') throw thrown;
        details[name] = `left out: ${message}`;
      }
    }
    requireDense(file.name, [...found.map(({ name }) => name), ...Object.keys(details)]);
    const names = new DimensionNames();
    const contents = largestFirst(found, ({ layout }) => layout.shape).map(({ name, layout, whole }) =>
      npyContent(name, layout, once(whole), names),
    );
    return openedArrays(file.name, {
      variables: contents.flatMap(({ variables }) => variables),
      texts: contents.flatMap(({ texts }) => texts),
      details: Object.assign(details, ...contents.map((one) => one.details)),
    });
  },
};

/** SciPy keeps a sparse matrix as the arrays it is made of. */
function requireDense(place: string, names: readonly string[]): void {
  if (!['format', 'shape', 'data'].every((name) => names.includes(name))) return;
  throw new TetradError({
    code: 'unsupported',
    message: 'The file holds a sparse matrix (SciPy).',
    place,
    hint: `Save it as a whole matrix: numpy.save("matrix.npy", scipy.sparse.load_npz("${place}").toarray()).`,
  });
}

/** An entry is unpacked for the first box and kept until the file is closed. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}
