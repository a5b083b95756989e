import { z } from 'zod';
import { imageSize } from '#/core/images/imageSchema';
import { id } from '../commandSchemas';
import { defineCommand } from './commandDef';

export const datasetsResize = defineCommand({
  name: 'datasets.resize',
  effect: 'writes',
  title: 'Change the size of images',
  summary:
    'A new version of a dataset of images that models take at another height, width, colours or proportions; the images themselves are shared.',
  input: z.strictObject({ versionId: id, ...imageSize.partial().shape }),
  output: z.object({ versionId: id }),
  async run({ data }, { versionId, ...cut }) {
    const version = await data.revise(versionId, { kind: 'images', cut });
    return { versionId: version.id };
  },
});
