import { lazy } from 'react';
import { eventsOf } from '#/core/events/eventsSchema';
import { formatCount } from '#/ui/charts/formatNumber';
import type { KindView } from './kindView';

export const events: KindView = {
  type: 'events',
  title: 'Events',
  size({ schema, rows }) {
    const { events: all, entities } = eventsOf(schema);
    return `${formatCount(rows)} windows of ${formatCount(all)} events, ${formatCount(entities)} ${entities === 1 ? 'entity' : 'entities'}`;
  },
  Dataset: lazy(() => import('./events/EventsPage')),
  AskOne: lazy(() => import('./table/AskRow')),
  AskMany: lazy(() => import('./events/ManyEvents')),
  asReading: async () => (await import('./events/importAs')).reading,
};
