import type { ModelGraph } from '#/core/modelGraph/modelGraph';
import { formatCount } from '#/ui/charts/formatNumber';
import { type DataColumn, DataTable } from '#/ui/components/DataTable';
import { useMemo } from 'react';

interface Row {
  index: number;
  op: string;
  name: string;
  block: string;
  shape: string;
  weights: number;
}

/** Every node in an order in which they can be computed: what the drawing shows, for all who read. */
export function GraphList({
  graph,
  rows,
  onSelect,
}: {
  graph: ModelGraph;
  /** Those that were searched for; all where nothing was. */
  rows?: readonly number[];
  onSelect: (node: number) => void;
}) {
  const listed = useMemo(
    () =>
      (rows ?? graph.nodes.map((_, i) => i)).map((index): Row => {
        const node = graph.nodes[index];
        return {
          index,
          op: node?.op ?? '',
          name: node?.name ?? '',
          block: node?.block.join(' / ') ?? '',
          shape: node?.outputs[0]?.type ?? node?.inputs[0]?.type ?? '',
          weights: (node?.weights ?? []).reduce((sum, i) => sum + (graph.weights[i]?.size ?? 0), 0),
        };
      }),
    [graph, rows],
  );
  return (
    <DataTable
      label="Nodes"
      columns={columns}
      rows={listed}
      rowKey={({ index }) => String(index)}
      onOpen={({ index }) => onSelect(index)}
      maxHeight="calc(100dvh - 300px)"
      empty="No node matches"
    />
  );
}

const columns: DataColumn<Row>[] = [
  {
    id: 'op',
    header: 'Operator',
    width: 'minmax(110px, 1fr)',
    sortValue: ({ op }) => op,
    render: ({ op }) => op,
  },
  {
    id: 'name',
    header: 'Name',
    width: 'minmax(140px, 2fr)',
    sortValue: ({ name }) => name,
    render: ({ name }) => name,
  },
  {
    id: 'block',
    header: 'Block',
    width: 'minmax(90px, 1fr)',
    sortValue: ({ block }) => block,
    render: ({ block }) => block,
  },
  {
    id: 'shape',
    header: 'Gives',
    width: 'minmax(120px, 1fr)',
    sortValue: ({ shape }) => shape,
    render: ({ shape }) => shape,
  },
  {
    id: 'weights',
    header: 'Weights',
    width: '100px',
    align: 'right',
    sortValue: ({ weights }) => weights,
    render: ({ weights }) => (weights > 0 ? formatCount(weights) : ''),
  },
];
