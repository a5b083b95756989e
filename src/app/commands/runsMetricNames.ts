import { z } from 'zod';
import { id } from '../commandSchemas';
import { defineCommand } from './commandDef';

export const runsMetricNames = defineCommand({
  name: 'runs.metricNames',
  effect: 'reads',
  title: 'List what runs logged',
  summary: 'The names of the series that any of the runs logged, sorted.',
  input: z.strictObject({ runIds: z.array(id).max(10_000) }),
  output: z.object({ names: z.array(z.string()) }),
  unlogged: true,
  async run({ storage }, { runIds }) {
    const names = await storage.metrics.names(runIds);
    return { names: [...new Set(names.flat())].sort() };
  },
});
