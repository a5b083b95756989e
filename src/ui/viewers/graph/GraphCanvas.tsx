/** The drawing: dragged, zoomed and walked through by keyboard. Whoever does not see it has the list beside it. */
import { ActionIcon } from '@mantine/core';
import { IconMinus, IconPlus, IconZoomScan } from '@tabler/icons-react';
import { type KeyboardEvent, type PointerEvent, useCallback, useEffect, useRef } from 'react';
import { useChartTheme } from '#/ui/charts/palette';
import { drawGraph, fitted, itemAt, readable, type View } from './drawGraph';
import classes from './graph.module.css';
import type { DrawnGraph } from './useLayout';

const [least, most] = [0.005, 3];

export function GraphCanvas({
  drawn,
  selected,
  found,
  onSelect,
  onToggle,
}: {
  drawn: DrawnGraph;
  /** An item. */
  selected?: number;
  found: ReadonlySet<number>;
  onSelect: (item: number | undefined) => void;
  /** Opens a closed block. */
  onToggle: (item: number) => void;
}) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const view = useRef<View>(undefined);
  const frame = useRef(0);
  const drag = useRef<{ x: number; y: number; moved: boolean }>(undefined);
  const theme = useChartTheme();
  const latest = useRef({ drawn, selected, found, theme });

  const paint = useCallback(() => {
    cancelAnimationFrame(frame.current);
    frame.current = requestAnimationFrame(() => {
      const element = canvas.current;
      const context = element?.getContext('2d');
      if (!element || !context) return;
      const { drawn, selected, found, theme } = latest.current;
      const { clientWidth: width, clientHeight: height } = element;
      const ratio = window.devicePixelRatio || 1;
      if (element.width !== Math.round(width * ratio) || element.height !== Math.round(height * ratio)) {
        element.width = Math.round(width * ratio);
        element.height = Math.round(height * ratio);
      }
      view.current ??= readable(drawn, width, height);
      const style = getComputedStyle(element);
      const ink = {
        text: style.getPropertyValue('--ink'),
        accent: style.getPropertyValue('--accent'),
        box: style.getPropertyValue('--raised'),
      };
      drawGraph(context, { width, height }, drawn, view.current, { selected, found }, theme, ink);
      element.dataset.painted = String(drawn.items.length);
    });
  }, []);

  useEffect(() => {
    if (latest.current.drawn !== drawn) view.current = undefined;
    latest.current = { drawn, selected, found, theme };
    paint();
  }, [paint, drawn, selected, found, theme]);
  useEffect(() => {
    const element = canvas.current;
    if (!element) return;
    const observer = new ResizeObserver(paint);
    observer.observe(element);
    const onWheel = (event: WheelEvent) => {
      event.preventDefault();
      if (!view.current) return;
      if (event.ctrlKey || event.metaKey) {
        const box = element.getBoundingClientRect();
        zoomAt(event.clientX - box.left, event.clientY - box.top, Math.exp(-event.deltaY / 300));
      } else {
        view.current = {
          ...view.current,
          left: view.current.left - event.deltaX,
          top: view.current.top - event.deltaY,
        };
        paint();
      }
    };
    const zoomAt = (x: number, y: number, factor: number) => {
      view.current = view.current && zoomed(view.current, x, y, factor);
      paint();
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => {
      observer.disconnect();
      element.removeEventListener('wheel', onWheel);
    };
  }, [paint]);

  // What was chosen elsewhere comes into view.
  useEffect(() => {
    const element = canvas.current;
    if (selected === undefined || !element || !view.current) return;
    const { scale, left, top } = view.current;
    const [x, y] = [
      (drawn.layout.x[selected] ?? 0) * scale + left,
      (drawn.layout.y[selected] ?? 0) * scale + top,
    ];
    const { clientWidth: width, clientHeight: height } = element;
    if (x > 8 && x < width - 8 && y > 8 && y < height - 40 && scale >= 0.2) return;
    const closer = Math.max(scale, 0.6);
    view.current = {
      scale: closer,
      left: width / 2 - (drawn.layout.x[selected] ?? 0) * closer,
      top: height / 2 - (drawn.layout.y[selected] ?? 0) * closer,
    };
    paint();
  }, [selected, drawn, paint]);

  const zoom = (factor: number) => {
    const element = canvas.current;
    if (!element || !view.current) return;
    view.current = zoomed(view.current, element.clientWidth / 2, element.clientHeight / 2, factor);
    paint();
  };
  const fit = () => {
    const element = canvas.current;
    if (!element) return;
    view.current = fitted(drawn, element.clientWidth, element.clientHeight);
    paint();
  };
  const onPointerDown = (event: PointerEvent) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    drag.current = { x: event.clientX, y: event.clientY, moved: false };
  };
  const onPointerMove = (event: PointerEvent) => {
    const from = drag.current;
    if (!from || !view.current) return;
    const [dx, dy] = [event.clientX - from.x, event.clientY - from.y];
    if (!from.moved && Math.hypot(dx, dy) < 4) return;
    view.current = { ...view.current, left: view.current.left + dx, top: view.current.top + dy };
    drag.current = { x: event.clientX, y: event.clientY, moved: true };
    paint();
  };
  const onPointerUp = (event: PointerEvent) => {
    const from = drag.current;
    drag.current = undefined;
    if (!from || from.moved || !view.current) return;
    const box = event.currentTarget.getBoundingClientRect();
    const item = itemAt(drawn, view.current, event.clientX - box.left, event.clientY - box.top);
    if (item >= 0 && item === selected && drawn.items[item]?.block) onToggle(item);
    else onSelect(item < 0 ? undefined : item);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = steps[event.key];
    if (step) onSelect(step(drawn, selected));
    else if (event.key === 'Enter' && selected !== undefined && drawn.items[selected]?.block)
      onToggle(selected);
    else if (event.key === '+' || event.key === '=') zoom(1.25);
    else if (event.key === '-') zoom(0.8);
    else if (event.key === '0') fit();
    else if (event.key === 'Escape') onSelect(undefined);
    else return;
    event.preventDefault();
  };

  return (
    <div className={classes.stage}>
      <canvas
        ref={canvas}
        className={classes.canvas}
        tabIndex={0}
        // oxlint-disable-next-line jsx-a11y/no-interactive-element-to-noninteractive-role -- walked through by the arrow keys, as a program of its own
        role="application"
        aria-label="Graph of the model. Arrow keys walk along its edges, Enter opens a block, plus and minus zoom, 0 shows all. The list holds the same."
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onPointerUp={onPointerUp}
        onKeyDown={onKeyDown}
      />
      <div className={classes.zoom}>
        <ActionIcon variant="default" aria-label="Larger" onClick={() => zoom(1.25)}>
          <IconPlus size={16} />
        </ActionIcon>
        <ActionIcon variant="default" aria-label="Smaller" onClick={() => zoom(0.8)}>
          <IconMinus size={16} />
        </ActionIcon>
        <ActionIcon variant="default" aria-label="Show all" onClick={fit}>
          <IconZoomScan size={16} />
        </ActionIcon>
      </div>
    </div>
  );
}

function zoomed({ scale, left, top }: View, x: number, y: number, factor: number): View {
  const next = Math.min(most, Math.max(least, scale * factor));
  return { scale: next, left: x - ((x - left) * next) / scale, top: y - ((y - top) * next) / scale };
}

type Step = (drawn: DrawnGraph, from: number | undefined) => number | undefined;

const along =
  (forwards: boolean): Step =>
  ({ edges }, from) => {
    if (from === undefined) return 0;
    const next = edges.find((edge) => (forwards ? edge.from : edge.to) === from);
    return next ? (forwards ? next.to : next.from) : from;
  };

const beside =
  (by: 1 | -1): Step =>
  ({ layout: { x, y }, items }, from) => {
    if (from === undefined) return 0;
    const level = items
      .map((_, i) => i)
      .filter((i) => Math.abs((y[i] as number) - (y[from] as number)) < 30)
      .sort((a, b) => (x[a] as number) - (x[b] as number));
    return level[level.indexOf(from) + by] ?? from;
  };

const steps: Record<string, Step | undefined> = {
  ArrowDown: along(true),
  ArrowUp: along(false),
  ArrowRight: beside(1),
  ArrowLeft: beside(-1),
};
