import { z } from 'zod';
import { id } from '../commandSchemas';
import { boxFields } from '#/core/grid/gridInput';
import { float32 } from '../outputs/values';
import { defineCommand } from './commandDef';

export const datasetsGridBox = defineCommand({
  name: 'datasets.gridBox',
  effect: 'reads',
  title: 'Read a box of a field',
  summary:
    'Values of one channel, row-major [times, x, y, z]; missing is NaN. Only the chunks it needs are read.',
  unlogged: true,
  input: z.strictObject({ versionId: id, ...boxFields }),
  output: z.object({ values: float32 }),
  run: async ({ data }, { versionId, ...box }) => ({
    values: (await data.view('spacetime4d', versionId, box)) as Float32Array<ArrayBuffer>,
  }),
});
