import { z } from 'zod';
import { seriesWindowing } from '#/core/series/seriesOptions';
import { id } from '../commandSchemas';
import { defineCommand } from './commandDef';

export const datasetsRewindowSeries = defineCommand({
  name: 'datasets.rewindowSeries',
  effect: 'writes',
  title: 'Change the windows of time series',
  summary:
    'A new version of time series, cut into other samples: how long a window is, how far from one to the next, how many steps after it are forecast; `whole` takes each series as one sample. The series themselves are shared.',
  input: z.strictObject({ versionId: id, windowing: seriesWindowing }),
  output: z.object({ versionId: id, rows: z.int() }),
  async run({ data }, { versionId, windowing }) {
    const version = await data.revise(versionId, { kind: 'timeseries', cut: { windowing } });
    return { versionId: version.id, rows: version.rows };
  },
});
