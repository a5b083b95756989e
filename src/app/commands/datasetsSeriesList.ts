import { z } from 'zod';
import type { ListedSeries } from '#/core/series/seriesView';
import { id } from '../commandSchemas';
import { anyNumber } from '../outputs/values';
import { defineCommand } from './commandDef';

export const datasetsSeriesList = defineCommand({
  name: 'datasets.seriesList',
  effect: 'reads',
  title: 'List series',
  summary:
    'Names of the series of a version, from a number on, with how long each is, when it begins, and its label.',
  unlogged: true,
  input: z.strictObject({ versionId: id, start: z.int().min(0), count: z.int().min(1).max(100_000) }),
  output: z.object({
    names: z.array(z.string()),
    frames: z.array(z.int()),
    starts: z.array(anyNumber),
    labels: z.array(z.string().nullable()).optional(),
  }),
  run: async ({ data }, { versionId, start, count }) =>
    (await data.view('timeseries', versionId, { list: [start, count] })) as ListedSeries,
});
