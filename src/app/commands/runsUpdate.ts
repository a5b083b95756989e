import { z } from 'zod';
import { TetradError } from '#/core/protocol/errors';
import type { Run } from '#/core/protocol/model';
import { id, tagMap } from '../commandSchemas';
import { found } from '../queries';
import { unlessChanged } from '../unlessChanged';
import { defineCommand } from './commandDef';
import { run } from '../outputs/run';

const edited = {
  name: z.string().trim().min(1).max(200).optional(),
  notes: z.string().max(20_000).optional(),
  tags: tagMap.optional(),
  event: z.string().max(1000).optional(),
  experimentId: id.optional(),
};

export const runsUpdate = defineCommand({
  name: 'runs.update',
  effect: 'writes',
  title: 'Edit a run',
  summary:
    'Changes name, notes, tags, the experiment (parts go with their whole), or which of two labels is the event to be found. With `was`, only while these fields still say that.',
  input: z.strictObject({ id, ...edited, was: z.strictObject(edited).optional() }),
  output: run,
  async run({ storage }, { id, was, ...change }) {
    const { experimentId } = change;
    if (experimentId !== undefined)
      found(await storage.experiments.get(experimentId), 'experiment', experimentId);
    const changed = await storage.runs.update(id, (run) => {
      requireLabel(run, change.event);
      if (experimentId !== undefined) requireWhole(run);
      return unlessChanged<Run>(change, was)(run);
    });
    if (experimentId !== undefined)
      for (const part of await storage.runs.list({ parentId: id }))
        await storage.runs.update(part.id, { experimentId });
    return changed;
  },
});

function requireWhole({ name, parentId }: Run): void {
  if (parentId === undefined) return;
  throw new TetradError({
    code: 'badInput',
    message: `"${name}" is a part of another run.`,
    place: 'experimentId',
    hint: 'Move that one: its parts go with it.',
  });
}

function requireLabel({ name, task }: Run, event: string | undefined): void {
  const labels = task.labels ?? [];
  if (event === undefined || labels.includes(event)) return;
  throw new TetradError({
    code: 'badInput',
    message: `"${name}" does not tell "${event.slice(0, 100)}" from anything.`,
    place: 'event',
    hint: labels.length > 0 ? `Its labels are ${labels.slice(0, 8).join(', ')}.` : 'It has no labels.',
  });
}
