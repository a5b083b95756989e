import { z } from 'zod';
import { TetradError } from '#/core/protocol/errors';
import { id } from '../commandSchemas';
import { defineCommand } from './commandDef';
import { found } from '../queries';

const mostCells = 1_000_000;

export const datasetsRowsAt = defineCommand({
  name: 'datasets.rowsAt',
  effect: 'reads',
  title: 'Read chosen rows',
  summary: 'Rows by number (from 0), as text, in the order asked for; of all columns or of those named.',
  unlogged: true,
  input: z.strictObject({
    versionId: id,
    rows: z.array(z.int().min(0)).max(100_000),
    columns: z.array(z.string()).max(10_000).optional(),
  }),
  output: z.object({ columns: z.array(z.string()), rows: z.array(z.array(z.string().nullable())) }),
  async run({ storage, data }, { versionId, rows, columns }) {
    const version = found(await storage.datasets.version(versionId), 'dataset version', versionId);
    const names = columns ?? version.schema.columns.map(({ name }) => name);
    if (rows.length * names.length > mostCells)
      throw new TetradError({
        code: 'badInput',
        message: `That is ${(rows.length * names.length).toLocaleString('en')} cells; at most ${mostCells.toLocaleString('en')} are read at once.`,
        place: 'rows',
        hint: 'Ask for fewer rows, or name the columns you need.',
      });
    return { columns: names, rows: await data.rowsAt(versionId, rows, names) };
  },
});
