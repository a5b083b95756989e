import { z } from 'zod';
import { type SeenTimeline, timelineFields } from '#/core/events/eventsView';
import { id } from '../commandSchemas';
import { defineCommand } from './commandDef';

export const datasetsTimeline = defineCommand({
  name: 'datasets.timeline',
  effect: 'reads',
  title: 'Read a timeline of events',
  summary:
    'Events of some entities from one time to another (milliseconds), in so many equal pieces: how many there are in each, the rarest type among them (its number in `schema.data.types`, -1: none of these), and whether the rarest label is.',
  unlogged: true,
  input: z.strictObject({ versionId: id, ...timelineFields }),
  output: z.object({
    counts: z.array(z.array(z.int())),
    types: z.array(z.array(z.int())),
    marked: z.array(z.array(z.boolean())),
  }),
  async run({ data }, { versionId, ...view }) {
    return (await data.view('events', versionId, view)) as SeenTimeline;
  },
});
