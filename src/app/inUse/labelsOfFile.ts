/** Ids and labels of a table, whatever its format; rows without a label are left out. */
import { TetradError } from '#/core/protocol/errors';
import type { GivenLabel } from '#/core/protocol/inUse';
import type { AppServices } from '../services';

export async function labelsOfFile(
  { rows: reader }: Pick<AppServices, 'rows'>,
  file: File,
  idColumn: string,
  labelColumn: string,
): Promise<GivenLabel[]> {
  const { names, pieces, close } = await reader.read(file);
  try {
    for (const [column, what] of [
      [idColumn, 'idColumn'],
      [labelColumn, 'labelColumn'],
    ] as const)
      if (!names.includes(column))
        throw new TetradError({
          code: 'badInput',
          message: `${file.name} has no column "${column.slice(0, 80)}".`,
          place: what,
          hint: `It has ${names
            .slice(0, 10)
            .map((name) => `"${name.slice(0, 60)}"`)
            .join(', ')}${names.length > 10 ? ', …' : ''}.`,
        });
    const labels: GivenLabel[] = [];
    for await (const { rows } of pieces)
      for (const row of rows) {
        const [id, value] = [row[idColumn], row[labelColumn]];
        if (id === null || id === undefined || value === null || value === undefined || value === '')
          continue;
        labels.push({ id: String(id), value: typeof value === 'number' ? value : String(value) });
      }
    if (labels.length === 0)
      throw new TetradError({
        code: 'badInput',
        message: `No row of ${file.name} has both an id and a label.`,
        place: 'file',
        hint: `Ids are read from "${idColumn}", labels from "${labelColumn}".`,
      });
    return labels;
  } finally {
    close();
  }
}
