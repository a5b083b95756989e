import { z } from 'zod';
import { id, typed } from '../commandSchemas';
import { boxFields } from '../gridInput';
import { defineCommand } from './commandDef';

export const datasetsGridBox = defineCommand({
  name: 'datasets.gridBox',
  effect: 'reads',
  title: 'Read a box of a field',
  summary:
    'Values of one channel, row-major [times, x, y, z]; missing is NaN. Only the chunks it needs are read.',
  unlogged: true,
  input: z.strictObject({ versionId: id, ...boxFields }),
  output: z.object({ values: typed<Float32Array>('Float32Array') }),
  run: async ({ data }, { versionId, ...request }) => ({ values: await data.gridBox(versionId, request) }),
});
