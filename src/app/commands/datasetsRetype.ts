import { z } from 'zod';
import { columnReading } from '#/core/reading/reading';
import type { RevisedColumn } from '#/core/protocol/dataApi';
import { columnRoles, columnTypes } from '#/core/protocol/dataset';
import { id } from '../commandSchemas';
import { defineCommand } from './commandDef';

export const datasetsRetype = defineCommand({
  name: 'datasets.retype',
  effect: 'writes',
  title: 'Change columns',
  summary: 'A new version with other names, types, roles or units of its columns; the bytes are shared.',
  input: z.strictObject({
    versionId: id,
    columns: z.array(
      z.strictObject({
        name: z.string().min(1).max(200),
        was: z.string().optional().describe('Its name before, where it changes.'),
        type: z.enum(columnTypes),
        role: z.enum(columnRoles),
        unit: z.string().optional(),
        reading: columnReading.optional(),
      }) satisfies z.ZodType<RevisedColumn>,
    ),
  }),
  output: z.object({ versionId: id }),
  async run({ data }, { versionId, columns }) {
    const version = await data.revise(versionId, { columns });
    return { versionId: version.id };
  },
});
