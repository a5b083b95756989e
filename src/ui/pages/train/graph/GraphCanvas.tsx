/** The graph itself: drag, connect, select, delete. Whatever it does is an edit of the draft. */
import '@xyflow/react/dist/style.css';
import {
  Background,
  type Connection,
  Controls,
  type EdgeChange,
  type Node,
  type NodeChange,
  ReactFlow,
  useReactFlow,
} from '@xyflow/react';
import { type DragEvent, useEffect, useMemo, useState } from 'react';
import { branchLayer, connect, disconnect, removeNodes } from '#/core/arch/draft/editDraft';
import { nodeOf } from '#/core/arch/draft/archDraft';
import { removeInput } from '#/core/arch/draft/draftInputs';
import { TetradError } from '#/core/protocol/errors';
import { useComputedColorScheme } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { answerName, graphEdges, graphNodes, type Places } from './graphItems';
import { type LayerData, LayerNode } from './LayerNode';
import type { GraphDraft, GraphFrame } from './useGraphDraft';
import classes from './graph.module.css';

const nodeTypes = { layer: LayerNode };
/** What is dragged from the list of layers. */
export const layerMime = 'application/x-tetrad-layer';

export function GraphCanvas({
  graph,
  frame,
  selected,
  after,
  onSelect,
  onRefused,
}: {
  graph: GraphDraft;
  frame: GraphFrame;
  selected: string | undefined;
  /** What a layer that is dragged in reads. */
  after: string;
  onSelect: (id: string | undefined) => void;
  onRefused: (message: string) => void;
}) {
  const { draft, report, edit } = graph;
  const [moved, setMoved] = useState<Places>({});
  const [edge, setEdge] = useState<string>();
  const flow = useReactFlow();
  const scheme = useComputedColorScheme();
  const { ref, width, height } = useElementSize();
  // biome-ignore lint/correctness/useExhaustiveDependencies: what fits hangs on the size
  useEffect(() => {
    const timer = setTimeout(() => void flow.fitView({ maxZoom: 1, padding: 0.1 }), 50);
    return () => clearTimeout(timer);
  }, [flow, width, height]);
  const nodes = useMemo(
    () => graphNodes(draft, report, frame, moved, selected),
    [draft, report, frame, moved, selected],
  );
  const edges = useMemo(() => graphEdges(draft, report, edge), [draft, report, edge]);
  /** Sizes are the canvas' own: it measures a node once. */
  const [measured, setMeasured] = useState<Record<string, Node['measured']>>({});

  const onNodesChange = (changes: NodeChange<Node<LayerData>>[]) => {
    const gone: string[] = [];
    for (const change of changes) {
      if (change.type === 'position' && change.position) {
        const { id, position } = change;
        setMoved((before) => ({ ...before, [id]: position }));
      } else if (change.type === 'dimensions' && change.dimensions) {
        const { id, dimensions } = change;
        setMeasured((before) => ({ ...before, [id]: dimensions }));
      } else if (change.type === 'select') {
        if (change.selected) {
          setEdge(undefined);
          onSelect(change.id);
        } else if (change.id === selected && !changes.some((one) => one.type === 'select' && one.selected))
          onSelect(undefined);
      } else if (change.type === 'remove') gone.push(change.id);
    }
    if (gone.length > 0) {
      const inputs = gone.filter((id) => draft.inputs?.some(({ name }) => name === id));
      edit(inputs.reduce(removeInput, removeNodes(draft, gone)));
      onSelect(undefined);
    }
  };
  const onEdgesChange = (changes: EdgeChange[]) => {
    for (const change of changes)
      if (change.type === 'select') setEdge(change.selected ? change.id : undefined);
      else if (change.type === 'remove') {
        const cut = edges.find(({ id }) => id === change.id);
        // A deleted node takes its connections along, and what read it reads on.
        if (cut && nodeOf(draft, cut.target)) {
          edit(disconnect(draft, { to: cut.target, slot: Number(cut.data?.slot ?? 0) }));
          setEdge(undefined);
        }
      }
  };
  const onConnect = ({ source, target }: Connection) => {
    try {
      if (target === answerName) edit({ ...draft, output: source });
      else edit(connect(draft, { from: source, to: target }));
    } catch (thrown) {
      if (!(thrown instanceof TetradError)) throw thrown;
      onRefused([thrown.message, thrown.hint].filter(Boolean).join(' '));
    }
  };
  const onDrop = (event: DragEvent) => {
    const type = event.dataTransfer.getData(layerMime);
    if (!type) return;
    event.preventDefault();
    const position = flow.screenToFlowPosition({ x: event.clientX, y: event.clientY });
    const { draft: next, id } = branchLayer(draft, { type, after });
    setMoved((before) => ({ ...before, [id]: position }));
    edit(next);
  };

  return (
    <section ref={ref} className={classes.canvas} aria-label="Graph">
      <ReactFlow
        nodes={nodes.map((node) => ({ ...node, measured: measured[node.id] }))}
        edges={edges}
        nodeTypes={nodeTypes}
        onNodesChange={onNodesChange}
        onEdgesChange={onEdgesChange}
        onBeforeDelete={async ({ nodes: going, edges: cut }) => {
          const names = new Set(going.map(({ id }) => id));
          return {
            nodes: going,
            edges: cut.filter(({ source, target }) => !names.has(source) && !names.has(target)),
          };
        }}
        onConnect={onConnect}
        onDrop={onDrop}
        onDragOver={(event) => event.preventDefault()}
        onPaneClick={() => onSelect(undefined)}
        deleteKeyCode={['Delete', 'Backspace']}
        colorMode={scheme}
        fitView
        fitViewOptions={{ maxZoom: 1, padding: 0.1 }}
        minZoom={0.1}
        proOptions={{ hideAttribution: false }}
      >
        <Background gap={18} />
        <Controls showInteractive={false} />
      </ReactFlow>
    </section>
  );
}
