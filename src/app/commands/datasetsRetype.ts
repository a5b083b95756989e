import { z } from 'zod';
import { columnReading } from '#/core/reading/reading';
import { type Column, columnRoles, columnTypes } from '#/core/protocol/dataset';
import { id } from '../commandSchemas';
import { defineCommand } from './commandDef';

export const datasetsRetype = defineCommand({
  name: 'datasets.retype',
  effect: 'writes',
  title: 'Change column types',
  summary: 'A new version with other types, roles or units; the bytes are shared.',
  input: z.strictObject({
    versionId: id,
    columns: z.array(
      z.strictObject({
        name: z.string(),
        type: z.enum(columnTypes),
        role: z.enum(columnRoles),
        unit: z.string().optional(),
        reading: columnReading.optional(),
      }) satisfies z.ZodType<Column>,
    ),
  }),
  output: z.object({ versionId: id }),
  async run({ data }, { versionId, columns }) {
    const version = await data.revise(versionId, { columns });
    return { versionId: version.id };
  },
});
