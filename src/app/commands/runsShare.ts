import { z } from 'zod';
import { id } from '../commandSchemas';
import { shareRun } from '../training/shareRun';
import { defineCommand } from './commandDef';

export const runsShare = defineCommand({
  name: 'runs.share',
  effect: 'reads',
  title: 'Share a training by link',
  summary:
    'Settings, seed, hash of the data and what was reached, as the text of a link (/share?of=…): whoever has the same file trains the same. No data and no weights are in it.',
  input: z.strictObject({ id }),
  output: z.object({ text: z.string() }),
  run: (services, { id }) => shareRun(services, id),
});
