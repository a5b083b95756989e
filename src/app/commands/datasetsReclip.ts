import { z } from 'zod';
import { videoCut } from '#/core/video/videoSchema';
import { id } from '../commandSchemas';
import { defineCommand } from './commandDef';

export const datasetsReclip = defineCommand({
  name: 'datasets.reclip',
  effect: 'writes',
  title: 'Change clips of video',
  summary:
    'A new version of a dataset of video whose files are cut into other clips: so many `frames`, one of `every` so many of the file, the next clip `stride` taken frames later (0: each file is one clip, its frames spread over it), at another size; the files are shared, and labels go along.',
  input: z.strictObject({ versionId: id, ...videoCut.shape }),
  output: z.object({ versionId: id, rows: z.int() }),
  async run({ data }, { versionId, ...cut }) {
    const version = await data.revise(versionId, { kind: 'video', cut });
    return { versionId: version.id, rows: version.rows };
  },
});
