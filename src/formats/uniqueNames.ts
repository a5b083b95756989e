/** Column names as read, made present and unique; what was changed is reported. */
import type { DataIssue } from '#/core/protocol/dataset';
import { TetradError } from '#/core/protocol/errors';

export const mostColumns = 10_000;

export function uniqueNames(
  names: readonly string[],
  fileName: string,
  report: (issue: DataIssue) => void,
): string[] {
  if (names.length > mostColumns)
    throw new TetradError({
      code: 'unsupported',
      message: `The table has ${names.length.toLocaleString('en')} columns; Tetrad reads at most ${mostColumns.toLocaleString('en')}.`,
      place: fileName,
      hint: 'Leave out columns that are not needed, or transpose the table if its rows and columns are swapped.',
    });
  const taken = new Set(names);
  const seen = new Set<string>();
  return names.map((name, index) => {
    if (name !== '' && !seen.has(name)) {
      seen.add(name);
      return name;
    }
    const base = name === '' ? `column${index + 1}` : name;
    let unique = base;
    for (let n = 2; seen.has(unique) || (unique !== name && taken.has(unique)) || unique === name; n++)
      unique = `${base}_${n}`;
    seen.add(unique);
    report(
      name === ''
        ? { severity: 'info', message: `A column without a name was called “${unique}”.`, column: unique }
        : {
            severity: 'warning',
            message: `Two columns are called “${name}”; a later one was renamed “${unique}”.`,
            column: unique,
          },
    );
    return unique;
  });
}
