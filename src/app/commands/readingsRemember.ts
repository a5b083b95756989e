import { z } from 'zod';
import { readOptions } from '#/core/reading/readOptions';
import { rememberReading } from '#/core/reading/rememberedReadings';
import { defineCommand } from './commandDef';

export const readingsRemember = defineCommand({
  name: 'readings.remember',
  effect: 'writes',
  title: 'Remember how a file is read',
  summary:
    'Offers these options for the next table of this shape; no options: forgets what was chosen. The last fifty are kept, in this browser.',
  input: z.strictObject({ shape: z.string().min(1), fileName: z.string(), options: readOptions }),
  output: z.object({}),
  async run({ storage }, reading) {
    await rememberReading(storage.settings, reading);
    return {};
  },
});
