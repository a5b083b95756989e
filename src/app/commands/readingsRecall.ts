import { z } from 'zod';
import { recallReading, rememberedReading } from '#/core/reading/rememberedReadings';
import { defineCommand } from './commandDef';

export const readingsRecall = defineCommand({
  name: 'readings.recall',
  effect: 'reads',
  title: 'Recall how a file is read',
  summary:
    'What was chosen for the last table of this shape: its format and the names of its columns as they are read with nothing chosen. null when nothing was.',
  input: z.strictObject({ shape: z.string().min(1) }),
  output: z.object({ reading: rememberedReading.nullable() }),
  run: async ({ storage }, { shape }) => ({
    reading: (await recallReading(storage.settings, shape)) ?? null,
  }),
});
