import { z } from 'zod';
import { id } from '../commandSchemas';
import { fairnessOfRun } from '../fairnessOfRun';
import { fairness } from '../outputs/fairness';
import { found } from '../queries';
import { defineCommand } from './commandDef';

const share = z.number().min(0).max(1);

export const runsFairness = defineCommand({
  name: 'runs.fairness',
  effect: 'reads',
  title: 'Compare groups',
  summary:
    'How a run answers group by group, by the values of any column (numbers in ranges): rates of one class with their intervals, demographic parity, equalised odds and calibration; of numbers the errors. `thresholds` simulates one for each group.',
  input: z.strictObject({
    runId: id,
    part: z.enum(['validation', 'test']).default('validation'),
    column: z.string(),
    label: z.string().optional(),
    threshold: share.default(0.5),
    thresholds: z.record(z.string(), share).default({}),
  }),
  output: fairness,
  async run({ storage, data }, { runId, ...asked }) {
    const run = found(await storage.runs.get(runId), 'run', runId);
    return await fairnessOfRun({ storage, data }, run, asked);
  },
});
