import { z } from 'zod';
import { id } from '../commandSchemas';
import { defineCommand } from './commandDef';

const shownVideo = z.object({
  width: z.int(),
  height: z.int(),
  channels: z.union([z.literal(1), z.literal(3)]),
  data: z.custom<Uint8Array<ArrayBuffer>>((value) => value instanceof Uint8Array, 'expected bytes'),
  file: z.custom<Blob>((value) => value instanceof Blob, 'expected a Blob').optional(),
  frames: z.int(),
  start: z.int().optional(),
  taken: z.array(z.int()).optional(),
  rate: z.number().optional(),
  problem: z.string().optional(),
});

export const datasetsFrames = defineCommand({
  name: 'datasets.frames',
  effect: 'reads',
  title: 'Read clips of video',
  summary:
    'Clips of a dataset of video by row, row-major [frames, height, width, channels]: the `clip` as a model takes it, the frame in its middle (`poster`), or all frames of the `file` in its place, at most `side` pixels large, with the numbers of those that are taken.',
  unlogged: true,
  input: z.strictObject({
    versionId: id,
    rows: z.array(z.int().min(0)).min(1).max(200),
    what: z.enum(['clip', 'poster', 'file']).optional(),
    side: z.int().min(16).max(2048).optional(),
  }),
  output: z.object({ clips: z.array(shownVideo) }),
  run: async ({ data }, { versionId, ...wanted }) => ({
    clips: (await data.view('video', versionId, wanted)) as z.infer<typeof shownVideo>[],
  }),
});
