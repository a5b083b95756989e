import { z } from 'zod';
import type { ListedEntities } from '#/core/events/eventsView';
import { id } from '../commandSchemas';
import { defineCommand } from './commandDef';

export const datasetsEntities = defineCommand({
  name: 'datasets.entities',
  effect: 'reads',
  title: 'List the entities of events',
  summary:
    'Whose events a dataset has, by name: number, name, how many, and the times of the first and the last (milliseconds); `find`: those with this in their name.',
  unlogged: true,
  input: z.strictObject({
    versionId: id,
    start: z.int().min(0).default(0),
    count: z.int().min(1).max(10_000).default(100),
    find: z.string().max(200).optional(),
  }),
  output: z.object({
    total: z.int(),
    numbers: z.array(z.int()),
    names: z.array(z.string()),
    events: z.array(z.int()),
    first: z.array(z.number()),
    last: z.array(z.number()),
  }),
  async run({ data }, { versionId, start, count, find }) {
    const view = { list: [start, count], ...(find && { find }) };
    return (await data.view('events', versionId, view)) as ListedEntities;
  },
});
