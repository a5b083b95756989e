import { z } from 'zod';
import { id } from '../commandSchemas';
import { defineCommand } from './commandDef';
import { found } from '../queries';

export const runsSnapshots = defineCommand({
  name: 'runs.snapshots',
  effect: 'reads',
  title: 'List the kept epochs of a run',
  summary:
    'Of which epochs a run has kept what its network was, ascending: at most about fifty, evenly spread.',
  input: z.strictObject({ runId: id }),
  output: z.object({ epochs: z.array(z.int()) }),
  unlogged: true,
  async run({ storage }, { runId }) {
    found(await storage.runs.get(runId), 'run', runId);
    return { epochs: await storage.snapshots.epochs(runId) };
  },
});
