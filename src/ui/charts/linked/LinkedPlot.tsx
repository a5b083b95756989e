/**
 * The frame of linked plots: an SVG with two axes, a grid, and the point nearest to the pointer. By keys: arrows go from
 * point to point, Enter picks one, Escape lets all go.
 */
import { useElementSize } from '@mantine/hooks';
import type { KeyboardEvent, MouseEvent, ReactNode } from 'react';
import { useChartTheme } from '#/ui/charts/palette';
import { PlotFrame } from '#/ui/charts/plots/PlotFrame';
import { plotHeight } from '#/ui/charts/plots/plotStyle';
import type { PlotAxis } from './axis';
import classes from './linked.module.css';
import type { PlotFocus } from './focus';

export interface Area {
  /** Of a place between 0 and 1, in pixels. */
  x(at: number): number;
  y(at: number): number;
  width: number;
  height: number;
}

/** A mark that can be pointed at. */
export interface Mark {
  number: number;
  /** Both from 0 to 1. */
  x: number;
  y: number;
}

const margin = { top: 10, right: 16, bottom: 38, left: 62 };
const reach = 24;

export function LinkedPlot({
  title,
  figure,
  fileName,
  description,
  xLabel,
  yLabel,
  xAxis,
  yAxis,
  marks,
  focus,
  toTable,
  height = plotHeight,
  none,
  nameOf = (number) => `trial ${number + 1}`,
  told,
  controls,
  children,
}: {
  title: string;
  figure?: ReactNode;
  fileName: string;
  /** What it shows, for who does not see it. */
  description: string;
  xLabel: string;
  yLabel: string;
  xAxis: Pick<PlotAxis<never>, 'ticks'>;
  yAxis: Pick<PlotAxis<never>, 'ticks'>;
  marks: readonly Mark[];
  focus: PlotFocus;
  toTable(): (string | number | null)[][];
  height?: number;
  /** Said when there is nothing to draw. */
  none?: string;
  /** Of a mark, as it is read out and shown beside it. */
  nameOf?(number: number): string;
  /** Of a mark, in words: shown where it is when it is pointed at. */
  told?(number: number): string;
  /** Above the plot: what it is of. */
  controls?: ReactNode;
  children(area: Area): ReactNode;
}) {
  const theme = useChartTheme();
  const { ref, width } = useElementSize();
  const inner = {
    width: Math.max(40, width - margin.left - margin.right),
    height: height - margin.top - margin.bottom,
  };
  const area: Area = {
    ...inner,
    x: (at) => margin.left + at * inner.width,
    y: (at) => margin.top + (1 - at) * inner.height,
  };
  const nearest = (event: MouseEvent<SVGSVGElement>): number | undefined => {
    const box = event.currentTarget.getBoundingClientRect();
    const [px, py] = [event.clientX - box.left, event.clientY - box.top];
    let best: { number: number; far: number } | undefined;
    for (const { number, x, y } of marks) {
      const far = Math.hypot(area.x(x) - px, area.y(y) - py);
      if (far <= reach && (!best || far < best.far)) best = { number, far };
    }
    return best?.number;
  };
  const pointed = told && marks.find(({ number }) => number === focus.hovered);
  const ordered = marks.toSorted((a, b) => a.x - b.x || a.number - b.number);
  const onKeyDown = (event: KeyboardEvent) => {
    const at = ordered.findIndex(({ number }) => number === focus.hovered);
    const moves: Record<string, number> = {
      ArrowRight: at + 1,
      ArrowLeft: at - 1,
      Home: 0,
      End: ordered.length - 1,
    };
    const to = moves[event.key];
    if (to !== undefined) focus.hover(ordered[Math.min(Math.max(to, 0), ordered.length - 1)]?.number);
    else if (event.key === 'Escape') focus.pick([]);
    else if ((event.key === 'Enter' || event.key === ' ') && focus.hovered !== undefined)
      focus.toggle(focus.hovered);
    else return;
    event.preventDefault();
  };
  return (
    <PlotFrame title={title} figure={figure} fileName={fileName} toTable={toTable}>
      {controls}
      <div ref={ref} className={classes.plot} style={{ height }}>
        {none !== undefined && <p className={classes.none}>{none}</p>}
        {none === undefined && width > 0 && (
          <svg
            data-plot
            role="slider"
            tabIndex={0}
            aria-label={description}
            aria-valuemin={1}
            aria-valuemax={Math.max(1, ordered.length)}
            aria-valuenow={Math.max(1, ordered.findIndex(({ number }) => number === focus.hovered) + 1)}
            aria-valuetext={
              focus.hovered === undefined
                ? 'none'
                : (pointed && told?.(pointed.number)) || nameOf(focus.hovered)
            }
            width={width}
            height={height}
            fontSize={11}
            onPointerMove={(event) => focus.hover(nearest(event))}
            onPointerLeave={() => focus.hover(undefined)}
            onClick={(event) => {
              const number = nearest(event);
              if (number !== undefined) focus.toggle(number);
            }}
            onKeyDown={onKeyDown}
          >
            {yAxis.ticks.map(({ at, text }) => (
              <g key={text}>
                <line x1={area.x(0)} x2={area.x(1)} y1={area.y(at)} y2={area.y(at)} stroke={theme.grid} />
                <text x={area.x(0) - 6} y={area.y(at) + 4} textAnchor="end" fill={theme.text}>
                  {shortened(text, 9)}
                </text>
              </g>
            ))}
            <line x1={area.x(0)} x2={area.x(1)} y1={area.y(0)} y2={area.y(0)} stroke={theme.axis} />
            <line x1={area.x(0)} x2={area.x(0)} y1={area.y(0)} y2={area.y(1)} stroke={theme.axis} />
            {xAxis.ticks.map(({ at, text }) => (
              <text key={text} x={area.x(at)} y={area.y(0) + 15} textAnchor="middle" fill={theme.text}>
                {shortened(text, Math.max(4, Math.floor(inner.width / xAxis.ticks.length / 6.5)))}
              </text>
            ))}
            <text x={area.x(0.5)} y={height - 6} textAnchor="middle" fill={theme.text}>
              {xLabel}
            </text>
            <text
              transform={`translate(13 ${area.y(0.5)}) rotate(-90)`}
              textAnchor="middle"
              fill={theme.text}
            >
              {yLabel}
            </text>
            {children(area)}
          </svg>
        )}
        {pointed && width > 0 && (
          <span
            className={classes.tip}
            style={{ top: Math.max(18, area.y(pointed.y) - 14), ...besides(area.x(pointed.x), width) }}
          >
            {told?.(pointed.number)}
          </span>
        )}
      </div>
    </PlotFrame>
  );
}

/** Where there is more room: right or left of a place, within the plot. */
const besides = (x: number, width: number) =>
  x < width / 2
    ? { left: x + 10, maxWidth: Math.max(0, width - x - 14) }
    : { right: width - x + 10, maxWidth: Math.max(0, x - 14) };

export const shortened = (text: string, most: number): string =>
  text.length > most ? `${text.slice(0, Math.max(1, most - 1))}…` : text;
