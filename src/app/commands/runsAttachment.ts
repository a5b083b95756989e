import { z } from 'zod';
import { fileSchema } from '#/core/protocol/fileSchema';
import { attachmentsOf } from '#/core/runs/attachments';
import { id } from '../commandSchemas';
import { found } from '../queries';
import { defineCommand } from './commandDef';

export const runsAttachment = defineCommand({
  name: 'runs.attachment',
  effect: 'reads',
  title: 'Read a file of a run',
  summary: 'A file that was attached to a run, as it was given; runs.get names them under artifacts.',
  input: z.strictObject({ runId: id, name: z.string().max(1000) }),
  output: z.object({ file: fileSchema }),
  unlogged: true,
  async run({ storage }, { runId, name }) {
    const all = attachmentsOf(found(await storage.runs.get(runId), 'run', runId));
    const { blob, type } = found(
      all.find((one) => one.name === name),
      'attached file',
      name,
    );
    return { file: new File([await storage.blobs.get(blob)], name.split('/').at(-1) ?? name, { type }) };
  },
});
