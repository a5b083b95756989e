/** A graph: its nodes and edges as a picture, the table of its nodes, and what of them can be learnt. */
import { lazy, Suspense } from 'react';
import { graphOf } from '#/core/graphs/graphSchema';
import { formatCount } from '#/ui/charts/formatNumber';
import { KindPage, rowsTab } from '#/ui/components/dataset/KindPage';
import type { DatasetProps } from '../kindView';

const GraphTab = lazy(() => import('./GraphTab'));

export default function GraphPage(props: DatasetProps) {
  const { version } = props;
  const data = graphOf(version.schema);
  return (
    <KindPage
      {...props}
      facts={
        <span>
          {formatCount(data.nodes)} nodes, {formatCount(data.edges)} edges
        </span>
      }
      tabs={[
        {
          value: 'graph',
          title: 'Graph',
          panel: () => (
            <Suspense>
              <GraphTab key={version.id} versionId={version.id} data={data} />
            </Suspense>
          ),
        },
        rowsTab('nodes', 'Nodes', version),
      ]}
    />
  );
}
