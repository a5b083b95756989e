/** The graph as far as it can be drawn, what is known of it as a whole, and its nodes by the number of their edges. */
import { useState } from 'react';
import type { GraphData } from '#/core/graphs/graphSchema';
import { formatCount } from '#/ui/charts/formatNumber';
import { DataTable } from '#/ui/components/DataTable';
import { ErrorNote } from '#/ui/components/ErrorNote';
import { useCommand } from '#/ui/useCommand';
import { GraphCanvas } from './GraphCanvas';
import classes from './graphs.module.css';

const mostDrawn = 1000;
const mostEdges = 5000;

export default function GraphTab({ versionId, data }: { versionId: string; data: GraphData }) {
  const { data: graph, error } = useCommand('datasets.graph', { versionId, most: mostDrawn, mostEdges });
  const [chosen, setChosen] = useState(0);
  const facts: [string, number][] = [
    ['Nodes', data.nodes],
    ['Edges', data.edges],
    ['Components', data.components],
    ['Nodes of the largest', data.largest],
    ['Nodes without an edge', data.isolated],
    ['Edges to themselves', data.loops],
    ['Repeated edges', data.repeated],
  ];
  return (
    <div>
      {error !== undefined && <ErrorNote error={error} />}
      <dl className={classes.facts}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{formatCount(value)}</dd>
          </div>
        ))}
      </dl>
      {graph && (
        <div className={classes.both}>
          <GraphCanvas graph={graph} chosen={chosen} onChoose={setChosen} />
          <DataTable
            label="Nodes by their edges"
            columns={[
              { id: 'name', header: data.node, width: 'minmax(120px, 1fr)', render: ({ name }) => name },
              {
                id: 'degree',
                header: 'Edges',
                width: '88px',
                align: 'right',
                sortValue: ({ degree }) => degree,
                render: ({ degree }) => formatCount(degree),
              },
            ]}
            rows={graph.names.map((name, place) => ({ name, place, degree: graph.degrees[place] ?? 0 }))}
            rowKey={({ place }) => String(place)}
            onOpen={({ place }) => setChosen(place)}
            rowHeight={32}
            maxHeight={490}
          />
        </div>
      )}
      {graph && (graph.leftOut > 0 || graph.nodes.length < data.nodes) && (
        <p className={classes.hint}>
          Drawn are the {formatCount(graph.nodes.length)} nodes of the most edges, and{' '}
          {formatCount(graph.source.length)} edges between them.
        </p>
      )}
    </div>
  );
}
