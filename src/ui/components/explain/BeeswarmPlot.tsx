/** A point for each row and column: how far the column moves the row's answer, by colour where its value stands. */
import { useCallback, useMemo, useState } from 'react';
import type { Contributions } from '#/core/explain/attribution';
import { formatNumber } from '#/ui/charts/formatNumber';
import type { Ink } from '#/ui/charts/ink/ink';
import { InkPlot } from '#/ui/charts/ink/InkPlot';
import { mixed, useChartTheme } from '#/ui/charts/palette';
import { AxisTicks } from './AxisTicks';
import { clipped } from './byReach';
import { ColourKey } from './ColourKey';
import {
  byAnswer,
  contributionAt,
  type ContributionsPlotProps,
  drawnRows,
  placeAt,
} from './contributionsPlot';
import { contributionsTable } from './contributionsTable';
import { toldRow } from './toldRow';

const mostColumns = 16;
const mostRows = 1000;
const rowHeight = 34;
const below = 52;
const radius = 2.6;
const bins = 80;
const steps = 32;

interface SwarmPoint {
  row: number;
  value: number;
  place: number;
  /** From the middle of the column's line. */
  off: number;
}

/** Points of one column: those that would lie on each other are set beside each other, up and down in turn. */
function swarm(found: Contributions, column: number, low: number, high: number): SwarmPoint[] {
  const counts = new Map<number, number>();
  return drawnRows(found.shape[0], mostRows).map((row) => {
    const value = contributionAt(found, row, column);
    const bin = Math.round(((value - low) / (high - low || 1)) * bins);
    const before = counts.get(bin) ?? 0;
    counts.set(bin, before + 1);
    const side = (before % 2 === 1 ? 1 : -1) * Math.ceil(before / 2);
    return {
      row,
      value,
      place: placeAt(found, row, column),
      off: Math.max(-13, Math.min(13, side * 2.4)),
    };
  });
}

export function BeeswarmPlot({ found, columns, version, fileName, picked, onPick }: ContributionsPlotProps) {
  const theme = useChartTheme();
  const [pointed, setPointed] = useState<{ row: number; column: number }>();
  const shown = useMemo(() => columns.slice(0, mostColumns), [columns]);
  const [rows] = found.shape;
  const { low, high, swarms } = useMemo(() => {
    let [least, most] = [0, 0];
    for (let at = 0; at < found.values.length; at += 2) {
      least = Math.min(least, found.values[at] as number);
      most = Math.max(most, found.values[at] as number);
    }
    return {
      low: least,
      high: most,
      swarms: shown.map(({ column }) => swarm(found, column, least, most)),
    };
  }, [found, shown]);
  const order = useMemo(() => byAnswer(found, mostRows), [found]);
  const height = shown.length * rowHeight + below;
  const leftOf = (width: number) => Math.min(0.36 * width, 190);
  const scaleOf = useCallback(
    (width: number) => (value: number) =>
      leftOf(width) + 8 + ((value - low) / (high - low || 1)) * Math.max(10, width - leftOf(width) - 24),
    [low, high],
  );
  const draw = useCallback(
    (ink: Ink, width: number) => {
      const x = scaleOf(width);
      const colours = Array.from({ length: steps + 1 }, (_, i) => mixed(...theme.ends, i / steps));
      for (const [i, points] of swarms.entries())
        for (const { value, place, off } of points)
          ink.circle(
            x(value),
            (i + 0.5) * rowHeight + off,
            radius,
            Number.isNaN(place) ? theme.text : (colours[Math.round(place * steps)] as string),
          );
    },
    [swarms, theme, scaleOf],
  );
  const point = (at?: { x: number; y: number; width: number }) => {
    const line = at && Math.floor(at.y / rowHeight);
    const points = line === undefined ? undefined : swarms[line];
    if (!at || line === undefined || !points || at.x < leftOf(at.width)) return setPointed(undefined);
    const x = scaleOf(at.width);
    let [best, least] = [points[0], Number.POSITIVE_INFINITY];
    for (const one of points) {
      const gap = Math.hypot(x(one.value) - at.x, (line + 0.5) * rowHeight + one.off - at.y);
      if (gap < least) [best, least] = [one, gap];
    }
    setPointed(best && { row: best.row, column: shown[line]?.column ?? 0 });
  };
  const marked = pointed?.row ?? picked;
  return (
    <InkPlot
      title={`${found.measure}: what columns add`}
      figure={
        shown.length < columns.length
          ? `the first ${shown.length} of ${columns.length} columns`
          : `${rows} rows`
      }
      fileName={fileName}
      toTable={() => contributionsTable(found, columns)}
      alt={`${found.measure}: contributions of ${shown.length} columns over ${rows} rows`}
      height={height}
      draw={draw}
      walked={{
        noun: 'row',
        order,
        marked: marked,
        told: marked === undefined ? '' : toldRow(found, version, marked, pointed?.column),
        onPoint: point,
        onPick: (row = pointed?.row) => row !== undefined && onPick?.(row),
      }}
    >
      {(width) => {
        const [left, x] = [leftOf(width), scaleOf(width)];
        return (
          <>
            <AxisTicks domain={[low, high]} x={x} top={4} bottom={height - below} narrow={width < 480} />
            <line x1={x(0)} x2={x(0)} y1={4} y2={height - below} stroke={theme.axis} />
            {shown.map(({ name, reach }, i) => (
              <g key={name}>
                <title>{`${name}: ${formatNumber(reach)} in the mean, whichever way`}</title>
                <text x={left - 8} y={(i + 0.5) * rowHeight + 4} textAnchor="end" fill={theme.text}>
                  {clipped(name, left - 8)}
                </text>
              </g>
            ))}
            {marked !== undefined &&
              swarms.map((points, i) => {
                const own = points.find(({ row }) => row === marked);
                return (
                  own && (
                    <circle
                      key={shown[i]?.name}
                      cx={x(own.value)}
                      cy={(i + 0.5) * rowHeight + own.off}
                      r={radius + 2}
                      fill="none"
                      stroke={theme.text}
                      strokeWidth={1.75}
                    />
                  )
                );
              })}
            <ColourKey x={width - 190} y={height - 10} low="value: low" high="high (grey: texts)" />
          </>
        );
      }}
    </InkPlot>
  );
}
