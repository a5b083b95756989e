import { lazy } from 'react';
import { gridOf } from '#/core/grid/gridOf';
import { formatCount } from '#/ui/charts/formatNumber';
import { gridText } from '#/ui/components/grid/gridText';
import type { KindView } from './kindView';

export const spacetime4d: KindView = {
  type: 'spacetime4d',
  title: 'Fields over time',
  size({ schema, rows }) {
    const grid = gridOf(schema);
    return `${formatCount(rows)} samples${grid ? ` of ${gridText(grid)}` : ''}`;
  },
  Dataset: lazy(() => import('./grid/GridView')),
  AskOne: lazy(() => import('./grid/AskSample')),
  AskMany: lazy(() => import('./grid/ManySamples')),
};
