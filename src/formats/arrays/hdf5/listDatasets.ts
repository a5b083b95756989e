/** All datasets of an HDF5 file by path, in order of name, groups walked once however they are linked. */
import { TetradError } from '#/core/protocol/errors';
import { signLife } from '#/core/protocol/heartbeat';
import type { H5Dataset, H5File, H5Group } from './library';

const deepest = 32;
const mostDatasets = 5_000;

/** `leftOut` is told what cannot be opened; the rest of the file is read. */
export function listDatasets(
  { root, Dataset, Group }: H5File,
  fileName: string,
  leftOut: (path: string, thrown: unknown) => void,
): H5Dataset[] {
  const datasets: H5Dataset[] = [];
  const walk = (group: H5Group, depth: number) => {
    for (const name of group.keys().sort()) {
      if (name.startsWith('#')) continue; // MATLAB keeps the insides of its cells there.
      const path = group.path === '/' ? `/${name}` : `${group.path}/${name}`;
      // A soft link says where it leads; what it leads to is listed there.
      if (group.get_link(path) !== null) continue;
      const found = opened(
        () => {
          const object = group.get(path);
          // The library opens a dataset only when asked what it is.
          if (object instanceof Dataset) void object.metadata;
          return object;
        },
        (thrown) => leftOut(path, thrown),
      );
      if (found instanceof Dataset) {
        signLife();
        datasets.push(found);
      } else if (found instanceof Group && depth < deepest) walk(found, depth + 1);
      else if (found && 'filename' in found)
        leftOut(path, new Error(`it is a link into another file (${String(found.filename)})`));
      if (datasets.length > mostDatasets)
        throw new TetradError({
          code: 'unsupported',
          message: `The file holds more than ${mostDatasets.toLocaleString('en')} datasets.`,
          place: fileName,
          hint: 'Write the arrays you need into a file of their own, best as one array with one more dimension.',
        });
    }
  };
  walk(root, 0);
  return datasets;
}

function opened<T>(open: () => T, failed: (thrown: unknown) => void): T | undefined {
  try {
    return open();
  } catch (thrown) {
    failed(thrown);
    return undefined;
  }
}
