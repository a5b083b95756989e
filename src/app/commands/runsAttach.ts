import { z } from 'zod';
import { fileSchema } from '#/core/protocol/fileSchema';
import { mostAttachments } from '#/core/runs/attachments';
import { attachFiles } from '../attachFiles';
import { id } from '../commandSchemas';
import { run } from '../outputs/run';
import { found } from '../queries';
import { defineCommand } from './commandDef';

export const runsAttach = defineCommand({
  name: 'runs.attach',
  effect: 'writes',
  title: 'Attach files to a run',
  summary:
    'Images, tables (CSV, TSV), pages (HTML) and text that its page shows, up to 20 MB each. One of the same name takes the place of that before.',
  input: z.strictObject({ runId: id, files: z.array(fileSchema).min(1).max(mostAttachments) }),
  output: run,
  run: async ({ storage }, { runId, files }) =>
    await attachFiles(
      storage,
      found(await storage.runs.get(runId), 'run', runId),
      files.map((file) => ({ name: file.name, blob: file })),
    ),
});
