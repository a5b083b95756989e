import { lazy } from 'react';
import { formatCount } from '#/ui/charts/formatNumber';
import type { KindView } from './kindView';

export const tabular: KindView = {
  type: 'tabular',
  title: 'Tables',
  size: ({ schema, rows }) => `${formatCount(rows)} rows × ${formatCount(schema.columns.length)} columns`,
  Dataset: lazy(() => import('./table/TableView')),
  AskOne: lazy(() => import('./table/AskRow')),
  AskMany: lazy(() => import('./table/ManyRows')),
};
