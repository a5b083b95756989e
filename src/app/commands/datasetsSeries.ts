import { z } from 'zod';
import { type SeenSeries, seriesViewFields } from '#/core/series/seriesView';
import { id } from '../commandSchemas';
import { anyNumber, float32 } from '../outputs/values';
import { defineCommand } from './commandDef';

export const datasetsSeries = defineCommand({
  name: 'datasets.series',
  effect: 'reads',
  title: 'Read a stretch of a series',
  summary:
    'All channels of one series from a frame on: every value where the stretch has no more frames than `pieces`, else the least and the most of so many equal pieces. Missing is NaN. Only the chunks it needs are read.',
  unlogged: true,
  input: z.strictObject({ versionId: id, ...seriesViewFields }),
  output: z.object({
    name: z.string(),
    frames: z.int(),
    start: anyNumber,
    from: z.int(),
    count: z.int(),
    least: z.array(float32),
    most: z.array(float32),
    times: z.array(anyNumber).optional(),
  }),
  async run({ data }, { versionId, ...view }) {
    const { times, ...seen } = (await data.view('timeseries', versionId, view)) as SeenSeries;
    return { ...seen, ...(times && { times: Array.from(times) }) };
  },
});
