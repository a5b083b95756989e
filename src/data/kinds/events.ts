import { isWindowPlace } from '#/core/kinds/events';
import { eventsOf } from '#/core/events/eventsSchema';
import type { EventsOptions } from '#/core/events/eventsOptions';
import type { EventsView, SeenEventsView } from '#/core/events/eventsView';
import { holdsRows } from '#/formats/recogniseFile';
import type { EventsCut } from '../events/recutEvents';
import { defineKindData } from './kindData';
import { wrongContent } from './wrongContent';

export const events = defineKindData<EventsOptions, EventsCut, EventsView, SeenEventsView>({
  type: 'events',
  async import(file, context) {
    if (!holdsRows(file)) throw wrongContent(file, 'events');
    return await (await import('../events/importEvents')).importEvents(file, context);
  },
  async append(version, file, context) {
    if (!holdsRows(file)) throw wrongContent(file, 'events');
    return await (await import('../events/importEvents')).appendEvents(version, file, context);
  },
  isPlace: (schema, column) => isWindowPlace(eventsOf(schema), column),
  recut: async (version, cut, blobs) =>
    await (await import('../events/recutEvents')).recutEvents(version, cut, blobs),
  openViewer(blobs) {
    const opened = import('../events/eventsViewer').then(({ EventsViewer }) => new EventsViewer(blobs));
    return { read: async (version, view) => await (await opened).read(version, view) };
  },
});
