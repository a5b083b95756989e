import { z } from 'zod';
import { audioCut } from '#/core/audio/audioSchema';
import { id } from '../commandSchemas';
import { defineCommand } from './commandDef';

export const datasetsRehear = defineCommand({
  name: 'datasets.rehear',
  effect: 'writes',
  title: 'Change clips or features',
  summary:
    'A new version of a dataset of sound whose files are cut into other clips (`seconds`, `stride` in seconds, 0 for whole files), heard at another `rate` or seen as other `features`; the files are shared, and labels go along.',
  input: z.strictObject({ versionId: id, ...audioCut.shape }),
  output: z.object({ versionId: id, rows: z.int() }),
  async run({ data }, { versionId, ...cut }) {
    const version = await data.revise(versionId, { kind: 'audio', cut });
    return { versionId: version.id, rows: version.rows };
  },
});
