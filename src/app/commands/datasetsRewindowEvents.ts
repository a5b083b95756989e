import { z } from 'zod';
import { eventsLayoutFields, eventsWindowing } from '#/core/events/eventsOptions';
import { id } from '../commandSchemas';
import { defineCommand } from './commandDef';

const { time: _, ...layout } = eventsLayoutFields;

export const datasetsRewindowEvents = defineCommand({
  name: 'datasets.rewindowEvents',
  effect: 'writes',
  title: 'Change the windows of events',
  summary:
    'A new version of events, cut into other windows: how long, how far from one to the next, how long after it is forecast; durations are milliseconds or text such as "15 min". Also what the columns of the events are, and which types are counted one by one. What is not given stays; the events themselves are shared.',
  input: z.strictObject({
    versionId: id,
    windowing: eventsWindowing.optional(),
    ...layout,
    types: z.array(z.string()).max(200).optional(),
    reason: z.string().max(500).optional(),
  }),
  output: z.object({ versionId: id, rows: z.int() }),
  async run({ data }, { versionId, ...cut }) {
    const version = await data.revise(versionId, { kind: 'events', cut });
    return { versionId: version.id, rows: version.rows };
  },
});
