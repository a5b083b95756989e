import { lazy } from 'react';
import { seriesOf } from '#/core/series/seriesSchema';
import { formatCount } from '#/ui/charts/formatNumber';
import type { KindView } from './kindView';

export const timeseries: KindView = {
  type: 'timeseries',
  title: 'Time series',
  size({ schema, rows }) {
    const { series, channels } = seriesOf(schema);
    const many = channels.length === 1 ? '' : ` × ${formatCount(channels.length)} channels`;
    return `${formatCount(rows)} windows of ${formatCount(series)} series${many}`;
  },
  Dataset: lazy(() => import('./series/SeriesPage')),
  AskOne: lazy(() => import('./series/AskWindow')),
  AskMany: lazy(() => import('./series/ManyWindows')),
  asReading: async () => (await import('./series/importAs')).reading,
};
