/**
 * Every point as a line over several axes. Drawn over an axis, a brush keeps the lines that pass there; by keys, an axis
 * takes the focus, up and down move the lower end of its brush, with Shift the upper one, Escape takes it away.
 */
import { useElementSize } from '@mantine/hooks';
import { type KeyboardEvent, type PointerEvent, useState } from 'react';
import { useChartTheme } from '../palette';
import { PlotFrame } from '../plots/PlotFrame';
import type { PlotFocus } from './focus';
import { shortened } from './LinkedPlot';
import classes from './linked.module.css';
import { ParallelAxis } from './ParallelAxis';
import {
  linePoints,
  type ParallelColumn,
  type ParallelLine,
  ParallelLines,
  parallelEdge,
  parallelHeight,
  parallelInner,
  parallelY,
} from './ParallelLines';

const brushReach = 22;
const keyStep = 0.05;

type Brush = readonly [from: number, to: number];

export function ParallelChart({
  title,
  fileName,
  columns,
  lines,
  focus,
  thing,
  none,
  toTable,
}: {
  title: string;
  fileName: string;
  columns: readonly ParallelColumn[];
  lines: readonly ParallelLine[];
  focus: PlotFocus;
  /** "trials" */
  thing: string;
  none: string;
  toTable(): (string | number | null)[][];
}) {
  const theme = useChartTheme();
  const { ref, width } = useElementSize();
  const [brushes, setBrushes] = useState<ReadonlyMap<string, Brush>>(new Map());
  const [begun, setBegun] = useState<{ name: string; at: number }>();
  // Below so much an axis cannot be read: the chart scrolls in its frame.
  const wide = Math.max(width - 8, parallelEdge.left + parallelEdge.right + 58 * (columns.length - 1));
  const step = (wide - parallelEdge.left - parallelEdge.right) / Math.max(1, columns.length - 1);
  const x = (column: number) => parallelEdge.left + column * step;
  const inner = parallelInner;
  const y = parallelY;
  const placeOfPointer = (event: PointerEvent<SVGSVGElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const [px, py] = [event.clientX - box.left, event.clientY - box.top];
    const column = Math.round((px - parallelEdge.left) / step);
    const at = Math.min(Math.max(1 - (py - parallelEdge.top) / inner, 0), 1);
    const near = Math.abs(px - x(column)) <= brushReach;
    return { name: columns[column]?.name, at, near };
  };
  const shown = [...brushes].filter(([name]) => columns.some((column) => column.name === name));
  const pickWithin = (all: ReadonlyMap<string, Brush>) => {
    setBrushes(all);
    const passes = (number: number) =>
      columns.every(({ name, placeOf }) => {
        const brush = all.get(name);
        const at = brush && placeOf(number);
        return !brush || (at !== undefined && at >= brush[0] && at <= brush[1]);
      });
    focus.pick(all.size === 0 ? [] : lines.map(({ number }) => number).filter(passes));
  };
  const set = (name: string, brush: Brush | undefined) => {
    const next = new Map(shown);
    if (brush) next.set(name, brush);
    else next.delete(name);
    pickWithin(next);
  };
  const endBrush = (event: PointerEvent<SVGSVGElement>) => {
    if (!begun) return;
    const { at } = placeOfPointer(event);
    const { name, at: from } = begun;
    set(name, Math.abs(at - from) < 0.02 ? undefined : [Math.min(at, from), Math.max(at, from)]);
    setBegun(undefined);
  };
  const onKeyDown = (event: KeyboardEvent, name: string) => {
    const [from, to] = brushes.get(name) ?? [0, 1];
    const by = event.key === 'ArrowUp' ? keyStep : event.key === 'ArrowDown' ? -keyStep : 0;
    if (event.key === 'Escape') set(name, undefined);
    else if (by === 0) return;
    else if (event.shiftKey) set(name, [from, Math.min(1, Math.max(from + keyStep, to + by))]);
    else set(name, [Math.max(0, Math.min(to - keyStep, from + by)), to]);
    event.preventDefault();
  };
  const pointed = lines.find(({ number }) => number === focus.hovered);
  return (
    <PlotFrame
      title={title}
      figure={shown.length > 0 ? `${focus.picked.size} of ${lines.length} picked` : undefined}
      fileName={fileName}
      toTable={toTable}
    >
      <div ref={ref} className={classes.wide} style={{ height: parallelHeight }}>
        {lines.length === 0 && <p className={classes.none}>{none}</p>}
        {lines.length > 0 && width > 0 && (
          // biome-ignore lint/a11y/noStaticElementInteractions: its axes are the controls for who uses keys
          <svg
            data-plot
            role="group"
            aria-label={`${lines.length} ${thing} over ${columns.map((column) => column.title).join(', ')}.`}
            width={wide}
            height={parallelHeight}
            fontSize={11}
            onPointerDown={(event) => {
              const { name, at, near } = placeOfPointer(event);
              if (!near || name === undefined) return;
              event.currentTarget.setPointerCapture(event.pointerId);
              setBegun({ name, at });
            }}
            onPointerUp={endBrush}
            onPointerLeave={() => focus.hover(undefined)}
          >
            <ParallelLines
              lines={lines}
              columns={columns}
              picked={focus.picked}
              step={step}
              onHover={focus.hover}
            />
            {pointed && (
              <polyline
                points={linePoints(pointed.number, columns, step)}
                fill="none"
                stroke={theme.series[1]}
                strokeWidth={2.5}
                pointerEvents="none"
              />
            )}
            {columns.map((column, at) => (
              <ParallelAxis
                key={column.name}
                title={shortened(column.title, Math.max(8, Math.floor((step * 2) / 7)))}
                label={column.title}
                ticks={column.ticks.map(({ at: place, text }) => ({
                  at: place,
                  text: shortened(text, Math.max(5, Math.floor(step / 8))),
                }))}
                x={x(at)}
                y={y}
                low={at % 2 === 1}
                first={at === 0}
                brush={brushes.get(column.name)}
                picked={focus.picked.size}
                onKeyDown={(event) => onKeyDown(event, column.name)}
              />
            ))}
          </svg>
        )}
      </div>
    </PlotFrame>
  );
}
