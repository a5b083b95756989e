import { TetradError } from '#/core/protocol/errors';

const clipped = (name: string): string => (name.length > 40 ? `${name.slice(0, 40)}…` : name);

/** Of a file that was read to its end and holds not one row. */
export function noRows(fileName: string, names: readonly string[]): TetradError {
  const some = names.slice(0, 3).map(clipped).join(', ') + (names.length > 3 ? ', …' : '');
  return new TetradError({
    code: 'badInput',
    message:
      names.length > 0 ? 'The file has a header but no rows of data.' : 'The file has no rows of data.',
    place: fileName,
    hint:
      names.length > 0
        ? `Its columns are called ${some}. Add rows below the header, or choose another file.`
        : 'Choose a file with a table in it.',
  });
}
