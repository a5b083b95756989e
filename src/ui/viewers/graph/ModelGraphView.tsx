/** A model looked into: its graph, a list that holds the same, and what is known of the node that is chosen. */
import { Button, SegmentedControl, Skeleton } from '@mantine/core';
import { IconArrowsMaximize, IconArrowsMinimize } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { blocksOf, firstClosed, keysAround } from '#/core/modelGraph/collapse';
import type { ModelGraph } from '#/core/modelGraph/modelGraph';
import { formatCount } from '#/ui/charts/formatNumber';
import { ErrorNote } from '#/ui/components/ErrorNote';
import { SearchInput } from '#/ui/components/SearchInput';
import { useCommand } from '#/ui/useCommand';
import { GraphCanvas } from './GraphCanvas';
import { GraphFacts } from './GraphFacts';
import { GraphList } from './GraphList';
import { NodeDetails } from './NodeDetails';
import classes from './graph.module.css';
import { useLayout } from './useLayout';

export default function ModelGraphView({ modelId, version }: { modelId: string; version: number }) {
  const asked = useCommand('models.graph', { modelId, version });
  if (asked.error !== undefined) return <ErrorNote error={asked.error} />;
  if (!asked.data) return <Skeleton h={480} aria-label="Reading the model" />;
  return <Looked graph={asked.data} modelId={modelId} version={version} />;
}

function Looked({ graph, modelId, version }: { graph: ModelGraph; modelId: string; version: number }) {
  const [closed, setClosed] = useState<ReadonlySet<string>>(() => firstClosed(graph));
  const [node, setNode] = useState<number>();
  const [query, setQuery] = useState('');
  const [as, setAs] = useState<'drawing' | 'list'>('drawing');
  const { shown, last, stop, again } = useLayout(graph, closed);
  const blocks = useMemo(() => blocksOf(graph), [graph]);
  const hits = useMemo(() => search(graph, query), [graph, query]);
  const drawn = shown.state === 'drawn' ? shown.drawn : last;
  const found = useMemo(
    () => new Set(query && drawn ? hits.map((i) => drawn.itemOf[i] as number) : []),
    [hits, query, drawn],
  );
  const selected = node === undefined ? undefined : drawn?.itemOf[node];
  const block = selected === undefined ? undefined : drawn?.items[selected]?.block;

  /** Chosen in the list: the blocks around it open, so that it is seen. */
  const show = (next: number) => {
    const around = keysAround(graph.nodes[next]?.block ?? []);
    if (around.some((key) => closed.has(key)))
      setClosed(new Set([...closed].filter((key) => !around.includes(key))));
    setNode(next);
  };
  const open = (key: string) => setClosed(new Set([...closed].filter((one) => one !== key)));
  return (
    <div className={classes.view}>
      <div className={classes.bar}>
        <SearchInput
          label="Search the graph"
          placeholder="Search operators, names, shapes"
          w={280}
          value={query}
          onChange={setQuery}
        />
        {query && (
          <span className="quiet" aria-live="polite">
            {formatCount(hits.length)} of {formatCount(graph.nodes.length)}
          </span>
        )}
        <SegmentedControl
          aria-label="Shown as"
          data={[
            { value: 'drawing', label: 'Drawing' },
            { value: 'list', label: 'List' },
          ]}
          value={as}
          onChange={(next) => setAs(next as 'drawing' | 'list')}
        />
        {blocks.size > 0 && as === 'drawing' && (
          <>
            <Button
              variant="default"
              leftSection={<IconArrowsMaximize size={15} />}
              onClick={() => setClosed(new Set())}
            >
              Open all blocks
            </Button>
            <Button
              variant="default"
              leftSection={<IconArrowsMinimize size={15} />}
              onClick={() => setClosed(new Set(blocks.keys()))}
            >
              Close all
            </Button>
          </>
        )}
      </div>
      <div className={classes.halves}>
        <div className={classes.main}>
          {as === 'list' ? (
            <GraphList graph={graph} rows={query ? hits : undefined} onSelect={show} />
          ) : (
            <>
              {shown.state === 'working' && (
                <div className={classes.working} role="status">
                  Laying out {formatCount(graph.nodes.length)} nodes
                  <Button variant="default" size="compact-sm" onClick={stop}>
                    Stop
                  </Button>
                </div>
              )}
              {shown.state === 'stopped' && (
                <div className={classes.working} role="status">
                  Not drawn. The list holds every node.
                  <Button variant="default" size="compact-sm" onClick={again}>
                    Draw it
                  </Button>
                </div>
              )}
              {drawn && (
                <GraphCanvas
                  drawn={drawn}
                  selected={selected}
                  found={found}
                  onSelect={(item) => setNode(item === undefined ? undefined : drawn.items[item]?.node)}
                  onToggle={(item) => {
                    const key = drawn.items[item]?.block?.key;
                    if (key !== undefined) open(key);
                  }}
                />
              )}
            </>
          )}
        </div>
        <aside className={classes.side} aria-label="Details" aria-live="polite">
          {node === undefined ? (
            <GraphFacts graph={graph} />
          ) : (
            <NodeDetails
              key={`${node} ${block?.key ?? ''}`}
              graph={graph}
              node={node}
              block={block}
              modelId={modelId}
              version={version}
              onSelect={show}
              onOpen={open}
              onClose={(key) => setClosed(new Set([...closed, key]))}
            />
          )}
        </aside>
      </div>
    </div>
  );
}

function search({ nodes, weights }: ModelGraph, query: string): number[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  return nodes.flatMap(({ op, name, outputs, block, weights: own }, i) => {
    const text = [
      op,
      name,
      ...outputs.flatMap((output) => [output.name, output.type]),
      ...block,
      ...own.map((weight) => weights[weight]?.name ?? ''),
    ]
      .join('\n')
      .toLowerCase();
    return words.every((word) => text.includes(word)) ? [i] : [];
  });
}
