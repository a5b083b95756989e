import { z } from 'zod';
import { imageBox } from '#/core/images/imageMarks';
import { id } from '../commandSchemas';
import { defineCommand } from './commandDef';

const shownImage = z.object({
  file: z.custom<Blob>((value) => value instanceof Blob, 'expected a Blob').optional(),
  width: z.int(),
  height: z.int(),
  boxes: z.array(imageBox).optional(),
  mask: z
    .object({
      width: z.int(),
      height: z.int(),
      classes: z.custom<Uint32Array<ArrayBuffer>>((value) => value instanceof Uint32Array),
    })
    .optional(),
  problem: z.string().optional(),
});

export const datasetsImages = defineCommand({
  name: 'datasets.images',
  effect: 'reads',
  title: 'Read images',
  summary:
    'Images of a dataset by row, as files that a browser shows; `side` makes large ones small, `marks` adds boxes and masks. Only the chunks they lie in are read.',
  unlogged: true,
  input: z.strictObject({
    versionId: id,
    rows: z.array(z.int().min(0)).min(1).max(500),
    side: z.int().min(8).max(4096).optional(),
    marks: z.boolean().optional(),
  }),
  output: z.object({ images: z.array(shownImage) }),
  run: async ({ data }, { versionId, ...wanted }) => ({
    images: (await data.view('images', versionId, wanted)) as z.infer<typeof shownImage>[],
  }),
});
