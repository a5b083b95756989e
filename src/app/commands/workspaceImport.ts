import { z } from 'zod';
import { fileSchema } from '#/core/protocol/fileSchema';
import { id } from '../commandSchemas';
import { defineCommand } from './commandDef';

export const workspaceImport = defineCommand({
  name: 'workspace.import',
  effect: 'writes',
  title: 'Import a workspace',
  summary:
    'Adds what a workspace file holds to this studio, as a job: all of it, or nothing. What is here already stays as it is; every byte is checked against its hash. A training that was running where it was exported waits to be resumed. `passphrase`: of a sealed file.',
  input: z.strictObject({ file: fileSchema, passphrase: z.string().max(1000).optional() }),
  output: z.object({ jobId: id }),
  async run({ jobs }, { file, passphrase }) {
    const job = await jobs.submit(
      { kind: 'importWorkspace', title: `Import ${file.name}`, input: { fileName: file.name } },
      { file, passphrase },
    );
    return { jobId: job.id };
  },
});
