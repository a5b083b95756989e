import { z } from 'zod';
import { mostLinkLength, sharedTraining } from '#/core/share/sharedTraining';
import { id } from '../commandSchemas';
import { openShared } from '../training/shareRun';
import { defineCommand } from './commandDef';

export const shareText = z.string().min(1).max(mostLinkLength);

export const runsShared = defineCommand({
  name: 'runs.shared',
  effect: 'reads',
  title: 'Open a shared training',
  summary: 'What the text of runs.share says, and the version of the same data where that is here.',
  input: z.strictObject({ text: shareText }),
  output: z.object({ shared: sharedTraining, datasetId: id.optional(), datasetVersionId: id.optional() }),
  async run({ storage }, { text }) {
    const { shared, version } = await openShared(storage, text);
    return { shared, ...(version && { datasetId: version.datasetId, datasetVersionId: version.id }) };
  },
});
