import { z } from 'zod';
import { eventRowsFields, type SeenEvents } from '#/core/events/eventsView';
import { id } from '../commandSchemas';
import { defineCommand } from './commandDef';

export const datasetsEvents = defineCommand({
  name: 'datasets.events',
  effect: 'reads',
  title: 'Read events of an entity',
  summary:
    'The events of one entity from one time to another (milliseconds), in their order, as text; at most `most` of them, and how many there are.',
  unlogged: true,
  input: z.strictObject({ versionId: id, ...eventRowsFields }),
  output: z.object({
    total: z.int(),
    columns: z.array(z.string()),
    rows: z.array(z.array(z.string().nullable())),
  }),
  async run({ data }, { versionId, ...view }) {
    return (await data.view('events', versionId, view)) as SeenEvents;
  },
});
