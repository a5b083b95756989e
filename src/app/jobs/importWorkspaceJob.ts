/** The records and bytes of a workspace file are added to what is here: all of them, or none. */
import { z } from 'zod';
import { needFile } from './importJob';
import { defineJob } from './jobDef';

const input = z.object({
  fileName: z.string(),
  /** Bytes that are stored already: named here, so that a second try finds them. */
  partial: z.array(z.object({ hash: z.string(), bytes: z.int() })).optional(),
});
export type ImportWorkspaceInput = z.infer<typeof input>;

export const importWorkspaceJob = defineJob<ImportWorkspaceInput>({
  type: 'importWorkspace',
  word: 'import',
  lane: 'tab',
  pausable: false,
  input,
  lostHint: 'Import the same file again: it goes on from what was stored.',
  page: () => '/',
  async run(context) {
    const file = needFile(context);
    const { unpackWorkspace } = await import('../workspace/unpackWorkspace');
    return await unpackWorkspace(context, file);
  },
  async discard({ storage }, job, _input, why) {
    if (why === 'interrupted') return;
    await storage.jobs.update(job.id, ({ input: now }) => ({
      input: { ...(now as ImportWorkspaceInput), partial: undefined },
    }));
    await storage.collectGarbage({ graceMs: 0 });
  },
});
