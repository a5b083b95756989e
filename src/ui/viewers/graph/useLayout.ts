import { useEffect, useMemo, useRef, useState } from 'react';
import type { Layered } from '#/core/modelGraph/layered';
import { type ShownGraph, shownGraph } from '#/core/modelGraph/collapse';
import type { ModelGraph } from '#/core/modelGraph/modelGraph';
import { type ItemText, itemText } from './itemText';

export interface DrawnGraph extends ShownGraph {
  texts: ItemText[];
  layout: Layered;
}

export type LayoutState = { state: 'working' } | { state: 'stopped' } | { state: 'drawn'; drawn: DrawnGraph };

interface Result {
  of: ShownGraph;
  turn: number;
  drawn?: DrawnGraph;
}

/** What is shown of a graph, laid out in a worker; `stop` ends that. A new set of closed blocks begins anew. */
export function useLayout(
  graph: ModelGraph,
  closed: ReadonlySet<string>,
): { shown: LayoutState; last?: DrawnGraph; stop: () => void; again: () => void } {
  const [turn, setTurn] = useState(0);
  /** Of the last that ended: drawn, or stopped. */
  const [result, setResult] = useState<Result>();
  const [last, setLast] = useState<DrawnGraph>();
  const worker = useRef<Worker>(undefined);
  const visible = useMemo(() => shownGraph(graph, closed), [graph, closed]);
  useEffect(() => {
    const texts = visible.items.map((item) => itemText(graph, item));
    const made = new Worker(new URL('./layout.worker.ts', import.meta.url), {
      type: 'module',
      name: 'layout',
    });
    worker.current = made;
    made.onmessage = ({ data }: MessageEvent<Layered>) => {
      const drawn = { ...visible, texts, layout: data };
      setResult({ of: visible, turn, drawn });
      setLast(drawn);
      made.terminate();
    };
    made.onerror = () => setResult({ of: visible, turn });
    made.postMessage({
      widths: Float32Array.from(texts, ({ width }) => width),
      heights: Float32Array.from(texts, ({ height }) => height),
      edges: visible.edges.map(({ from, to }) => [from, to] as const),
    });
    return () => made.terminate();
  }, [graph, visible, turn]);
  const ended = result?.of === visible && result.turn === turn ? result : undefined;
  return {
    shown: !ended
      ? { state: 'working' }
      : ended.drawn
        ? { state: 'drawn', drawn: ended.drawn }
        : { state: 'stopped' },
    last,
    stop: () => {
      worker.current?.terminate();
      setResult({ of: visible, turn });
    },
    again: () => setTurn(turn + 1),
  };
}
