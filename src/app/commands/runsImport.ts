import { z } from 'zod';
import { fileSchema } from '#/core/protocol/fileSchema';
import { id } from '../commandSchemas';
import { importMlruns } from '../mlflow/importMlruns';
import { defineCommand } from './commandDef';

export const runsImport = defineCommand({
  name: 'runs.import',
  effect: 'writes',
  title: 'Import runs of MLflow',
  summary:
    'The files of an mlruns folder, or a zip or tar of it: all runs with every figure, or nothing where a file is damaged. Runs that are here already, by their id, stay as they are.',
  input: z.strictObject({ files: z.array(fileSchema).min(1) }),
  output: z.object({ imported: z.array(id), known: z.int() }),
  run: ({ storage }, { files }) => importMlruns(storage, files),
});
