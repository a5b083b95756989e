/** What the columns of an array are called: by what the file says of them, else by the array's name and their number. */
import type { ArrayFile } from '#/core/grid/arrayFile';
import { lastOf, withoutSplit } from '#/core/grid/arrayNames';
import type { TableBlock } from '#/core/grid/arrayTable';
import { numberToText } from '#/core/table/cellValue';

/** Says which part a row is of. */
export const splitColumn = 'split';

/** Of the main block, names without a source are column1, column2, … */
export async function blockNames(
  block: TableBlock,
  arrays: ArrayFile,
  { isMain, isDivided }: { isMain: boolean; isDivided: boolean },
): Promise<string[]> {
  const { array, columnAxis, width, names, classes } = block;
  const own = isDivided ? withoutSplit : lastOf;
  // Codes are called what their group is (AnnData), the index of a frame what it is (pandas).
  if (columnAxis < 0)
    return [
      own(classes !== undefined ? array.replace(/\/codes$/, '') : array).replace(/^(axis1|_index)$/, 'index'),
    ];
  const list = names === undefined ? undefined : arrays.texts?.find(({ name }) => name === names);
  const texts = list && (await list.read(0, list.size));
  const dimension = arrays.variables.find(({ name }) => name === array)?.dimensions[columnAxis]?.name;
  const values = arrays.coordinates.find((entry) => entry.dimension === dimension)?.values;
  return Array.from(
    { length: width },
    (_, i) =>
      texts?.[i] ??
      (values
        ? `${dimension} ${numberToText(values[i] as number)}`
        : isMain
          ? `column${i + 1}`
          : `${own(array)}${width > 1 ? ` ${i + 1}` : ''}`),
  );
}
