import { z } from 'zod';
import { objective, paramSpec } from '#/core/protocol/sweep';
import { families } from '#/core/families/registry';
import { countPoints } from '#/core/sweeps/samplers/grid';
import { proposeSpace } from '#/core/sweeps/proposeSpace';
import { pruners } from '#/core/sweeps/pruners/registry';
import { samplers } from '#/core/sweeps/samplers/registry';
import { parseSpace } from '#/core/sweeps/space';
import { objectivesFor } from '../sweeps/checkSweep';
import { checkRequest } from '../training/checkRequest';
import type { Storage } from '#/core/protocol/storage';
import { id } from '../commandSchemas';
import { whyOther } from '../sweeps/earlierTrials';
import { defineCommand } from './commandDef';
import { trainingSubmit } from './trainingSubmit';

const entry = z.object({ type: z.string(), title: z.string(), summary: z.string() });

export const sweepsOptions = defineCommand({
  name: 'sweeps.options',
  title: 'What can be searched',
  summary:
    'For a training as training.submit takes it: a space to begin with, by the settings of its family, the methods, the pruners, and the figures that trials can be judged by, the standard one first.',
  effect: 'reads',
  input: trainingSubmit.input.omit({ modelId: true, startFrom: true, name: true }),
  output: z.object({
    space: z.record(z.string(), paramSpec),
    gridPoints: z.number(),
    epochs: z.int(),
    methods: z.array(entry),
    pruners: z.array(entry),
    objectives: z.array(objective),
    earlier: z
      .array(z.object({ runId: id, name: z.string(), runs: z.int() }))
      .describe('Searches and runs of the same training that one could learn from, the newest first.'),
  }),
  async run({ storage }, input) {
    const { config, familyParams, task, version } = await checkRequest(storage, input);
    const space = proposeSpace(families.get(input.family), config, familyParams);
    const listed = ({ type, title, summary }: z.infer<typeof entry>) => ({ type, title, summary });
    return {
      space,
      gridPoints: Object.keys(space).length === 0 ? 0 : countPoints(parseSpace(space)),
      epochs: config.epochs,
      methods: samplers.all.map(listed),
      pruners: pruners.all.map(listed),
      objectives: objectivesFor(task),
      earlier: await earlierOf(storage, {
        family: input.family,
        target: input.target,
        datasetHash: version.hash,
      }),
    };
  },
});

/** More would not be read. */
const mostListed = 50;

async function earlierOf(storage: Storage, asked: Parameters<typeof whyOther>[1]) {
  const runs = await storage.runs.list();
  const parts = new Map<string, number>();
  for (const { parentId, status } of runs)
    if (parentId !== undefined && status === 'finished') parts.set(parentId, (parts.get(parentId) ?? 0) + 1);
  return runs
    .filter((run) => run.parentId === undefined && !whyOther(run, asked))
    .map((run) => ({
      runId: run.id,
      name: run.name,
      runs: run.sweep || run.crossValidation ? (parts.get(run.id) ?? 0) : Number(run.status === 'finished'),
    }))
    .filter((one) => one.runs > 0)
    .slice(0, mostListed);
}
