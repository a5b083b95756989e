import { z } from 'zod';
import { fileSchema } from '#/core/protocol/fileSchema';
import { id } from '../commandSchemas';
import { importMlruns } from '../mlflow/importMlruns';
import { openRuns } from '../runFile/openRun';
import { isRunFileName } from '../runFile/runFile';
import { defineCommand } from './commandDef';

export const runsImport = defineCommand({
  name: 'runs.import',
  effect: 'writes',
  title: 'Import runs',
  summary:
    'The files of an mlruns folder of MLflow, or a zip or tar of it; or runs saved as JSON: all with every figure and the images, tables, pages and texts logged with them, or nothing where a file is damaged. Runs that are here already, by their id, stay as they are.',
  input: z.strictObject({ files: z.array(fileSchema).min(1) }),
  output: z.object({
    imported: z.array(id),
    known: z.int(),
    leftOut: z
      .int()
      .optional()
      .describe('Files logged with runs that are no image, table, page or text, or too large.'),
  }),
  run: ({ storage }, { files }) =>
    files.every(({ name }) => isRunFileName(name)) ? openRuns(storage, files) : importMlruns(storage, files),
});
