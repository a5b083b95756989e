import { lazy } from 'react';
import { formatCount } from '#/ui/charts/formatNumber';
import type { KindView } from './kindView';

export const text: KindView = {
  type: 'text',
  title: 'Texts',
  size: ({ rows }) => `${formatCount(rows)} texts`,
  Dataset: lazy(() => import('./text/TextView')),
  AskOne: lazy(() => import('./text/AskText')),
  AskMany: lazy(() => import('./table/ManyRows')),
  asReading: async () => (await import('./text/importAs')).reading,
};
