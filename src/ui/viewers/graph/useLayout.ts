import { useEffect, useMemo, useState } from 'react';
import type { Layered } from '#/core/modelGraph/layered';
import { type ShownGraph, shownGraph } from '#/core/modelGraph/collapse';
import type { ModelGraph } from '#/core/modelGraph/modelGraph';
import { type ItemText, itemText } from './itemText';

export interface DrawnGraph extends ShownGraph {
  texts: ItemText[];
  layout: Layered;
}

export type LayoutState = { state: 'working' } | { state: 'stopped' } | { state: 'drawn'; drawn: DrawnGraph };

/** What is shown of a graph, laid out in a worker; `stop` ends that. A new set of closed blocks begins anew. */
export function useLayout(
  graph: ModelGraph,
  closed: ReadonlySet<string>,
): { shown: LayoutState; last?: DrawnGraph; stop: () => void; again: () => void } {
  const [turn, setTurn] = useState(0);
  const [shown, setShown] = useState<LayoutState>({ state: 'working' });
  const [last, setLast] = useState<DrawnGraph>();
  const [worker, setWorker] = useState<Worker>();
  const visible = useMemo(() => shownGraph(graph, closed), [graph, closed]);
  useEffect(() => {
    const texts = visible.items.map((item) => itemText(graph, item));
    const made = new Worker(new URL('./layout.worker.ts', import.meta.url), {
      type: 'module',
      name: 'layout',
    });
    setWorker(made);
    setShown({ state: 'working' });
    made.onmessage = ({ data }: MessageEvent<Layered>) => {
      const drawn = { ...visible, texts, layout: data };
      setShown({ state: 'drawn', drawn });
      setLast(drawn);
      made.terminate();
    };
    made.onerror = () => setShown({ state: 'stopped' });
    made.postMessage({
      widths: Float32Array.from(texts, ({ width }) => width),
      heights: Float32Array.from(texts, ({ height }) => height),
      edges: visible.edges.map(({ from, to }) => [from, to] as const),
    });
    return () => made.terminate();
  }, [graph, visible, turn]);
  return {
    shown,
    last,
    stop: () => {
      worker?.terminate();
      setShown({ state: 'stopped' });
    },
    again: () => setTurn(turn + 1),
  };
}
