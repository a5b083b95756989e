import { z } from 'zod';
import { attachmentsOf } from '#/core/runs/attachments';
import { id } from '../commandSchemas';
import { run } from '../outputs/run';
import { found } from '../queries';
import { defineCommand } from './commandDef';

export const runsDetach = defineCommand({
  name: 'runs.detach',
  effect: 'writes',
  title: 'Take a file away from a run',
  summary: 'Of what was attached; what the studio keeps of a run stays.',
  input: z.strictObject({ runId: id, name: z.string().max(1000) }),
  output: run,
  async run({ storage }, { runId, name }) {
    const all = attachmentsOf(found(await storage.runs.get(runId), 'run', runId));
    found(
      all.find((one) => one.name === name),
      'attached file',
      name,
    );
    return await storage.runs.update(runId, ({ artifacts }) => ({
      artifacts: artifacts.filter((one) => one.name !== name || one.type === undefined),
    }));
  },
});
