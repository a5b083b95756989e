import { z } from 'zod';
import { listExperiments } from '../queries';
import { experiment } from '../outputs/experiment';
import { defineCommand } from './commandDef';

export const experimentsList = defineCommand({
  name: 'experiments.list',
  effect: 'reads',
  title: 'List experiments',
  summary: 'Named groups of runs, with how many each holds; the first one is always there.',
  input: z.strictObject({}),
  output: z.array(z.object({ experiment, runs: z.int() })),
  run: ({ storage }) => listExperiments(storage),
});
