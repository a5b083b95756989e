import { lazy } from 'react';
import { graphOf } from '#/core/graphs/graphSchema';
import { formatCount } from '#/ui/charts/formatNumber';
import type { KindView } from './kindView';

export const graphs: KindView = {
  type: 'graphs',
  title: 'Graphs',
  size({ schema }) {
    const { nodes, edges } = graphOf(schema);
    return `${formatCount(nodes)} nodes, ${formatCount(edges)} edges`;
  },
  Dataset: lazy(() => import('./graphs/GraphPage')),
  AskOne: lazy(() => import('./graphs/AskNode')),
  AskMany: lazy(() => import('./graphs/ManyNodes')),
  asReading: async () => (await import('./graphs/importAs')).reading,
};
