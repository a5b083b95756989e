/** A graph as dots and lines; arrows move the chosen node to another, the list beside it does the same. */
import { useElementSize } from '@mantine/hooks';
import { useEffect, useMemo, useRef } from 'react';
import type { CommandOutput } from '#/app/run';
import { layoutGraph } from '#/core/graphs/layoutGraph';
import { seriesColor, useChartTheme } from '#/ui/charts/palette';
import classes from './graphs.module.css';

const height = 520;
const margin = 24;
const mostNamed = 30;

export function GraphCanvas({
  graph,
  chosen,
  onChoose,
}: {
  graph: CommandOutput<'datasets.graph'>;
  chosen: number;
  onChoose(place: number): void;
}) {
  const theme = useChartTheme();
  const { ref, width } = useElementSize();
  const canvas = useRef<HTMLCanvasElement>(null);
  const places = useMemo(() => layoutGraph(graph.nodes.length, graph.source, graph.target), [graph]);
  const x = (i: number) => margin + (places.x[i] as number) * Math.max(1, width - 2 * margin);
  const y = (i: number) => margin + (places.y[i] as number) * (height - 2 * margin);
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context || width === 0) return;
    const ratio = window.devicePixelRatio || 1;
    context.canvas.width = Math.round(width * ratio);
    context.canvas.height = Math.round(height * ratio);
    context.scale(ratio, ratio);
    const line = (e: number) => {
      context.beginPath();
      context.moveTo(x(graph.source[e] as number), y(graph.source[e] as number));
      context.lineTo(x(graph.target[e] as number), y(graph.target[e] as number));
      context.stroke();
    };
    const isOwn = (e: number) => graph.source[e] === chosen || graph.target[e] === chosen;
    context.strokeStyle = theme.axis;
    context.lineWidth = 0.8;
    graph.source.forEach((_, e) => isOwn(e) || line(e));
    context.strokeStyle = seriesColor(theme, 1);
    context.lineWidth = 1.6;
    graph.source.forEach((_, e) => isOwn(e) && line(e));
    const most = Math.max(1, ...graph.degrees.slice(0, 1));
    graph.nodes.forEach((_, i) => {
      context.fillStyle = seriesColor(theme, i === chosen ? 1 : 0);
      context.beginPath();
      context.arc(x(i), y(i), 2.5 + 5 * Math.sqrt((graph.degrees[i] as number) / most), 0, 2 * Math.PI);
      context.fill();
    });
    context.fillStyle = theme.text;
    context.font = '12px "Inter Variable", system-ui, sans-serif';
    graph.names.forEach((name, i) => {
      if (i >= mostNamed && i !== chosen) return;
      const text = name.slice(0, 24);
      const own = context.measureText(text).width + 8;
      // Where there is no room to the right, to the left.
      context.fillText(text, x(i) + own < width ? x(i) + 8 : x(i) - own, y(i) + 4);
    });
  });
  return (
    <div ref={ref} className={classes.frame}>
      <canvas
        ref={canvas}
        role="img"
        aria-label={`${graph.nodes.length} nodes and the ${graph.source.length} edges between them. ${graph.names[chosen] ?? ''} is chosen; choose others in the list.`}
        style={{ width: '100%', height, display: 'block' }}
        onClick={(event) => {
          const box = event.currentTarget.getBoundingClientRect();
          const [atX, atY] = [event.clientX - box.left, event.clientY - box.top];
          const far = graph.nodes.map((_, i) => (x(i) - atX) ** 2 + (y(i) - atY) ** 2);
          onChoose(far.indexOf(Math.min(...far)));
        }}
      />
    </div>
  );
}
