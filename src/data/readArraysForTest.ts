import { arraysForTest } from '#/formats/arrays/arraysForTest';
import type { Reading } from './fuzzForTest';

const mostValues = 200_000;

/** The last values of every variable, by its sizes. */
export const readArrays: Reading = async (name, bytes) => {
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
};
