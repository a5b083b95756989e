import type { ArrayFile } from '#/core/grid/arrayFile';
import { arraysForTest } from '#/formats/arrays/arraysForTest';
import type { Reading } from './fuzzForTest';

const mostValues = 200_000;

/** The last values of every variable, by its sizes. */
export const readArrays: Reading = async (name, bytes) => {
  const arrays = await arraysForTest(name, bytes);
  try {
    return arrays && (await wrongOf(arrays));
  } finally {
    // What stays open stays in the HDF5 library.
    arrays?.close();
  }
};

async function wrongOf(arrays: ArrayFile): Promise<string | undefined> {
  for (const { name: variable, dimensions } of arrays.variables) {
    const sizes = dimensions.map(({ size }) => size);
    if (sizes.some((size) => !Number.isInteger(size) || size < 0)) return `sizes ${sizes.join()}`;
    const count = sizes.map((size) => Math.min(size, 16));
    const wanted = count.reduce((all, size) => all * size, 1);
    if (wanted > mostValues) continue;
    const start = sizes.map((size, i) => size - (count[i] as number));
    const values = await arrays.read(variable, start, count);
    if (values.length !== wanted) return `${values.length} values in place of ${wanted}`;
  }
  return undefined;
}
