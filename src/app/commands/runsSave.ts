import { z } from 'zod';
import { fileSchema } from '#/core/protocol/fileSchema';
import { id } from '../commandSchemas';
import { found } from '../queries';
import { saveRun } from '../runFile/saveRun';
import { defineCommand } from './commandDef';

export const runsSave = defineCommand({
  name: 'runs.save',
  effect: 'reads',
  title: 'Save a run as JSON',
  summary:
    'One file with its settings, results, notes, every logged value and its artifacts: runs.import makes the same run of it. Data and weights are not in it.',
  input: z.strictObject({ id }),
  output: z.object({ fileName: z.string(), file: fileSchema }),
  async run({ storage }, { id }) {
    const file = await saveRun(storage, found(await storage.runs.get(id), 'run', id));
    return { fileName: file.name, file };
  },
});
