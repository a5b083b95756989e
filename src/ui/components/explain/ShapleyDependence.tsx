/** A column's values along, what they add up, by colour the value of the column it works together with most. */
import { Select } from '@mantine/core';
import { useCallback, useMemo, useState } from 'react';
import { tickFormat } from '#/core/tickText';
import type { Ink } from '#/ui/charts/ink/ink';
import { InkPlot } from '#/ui/charts/ink/InkPlot';
import { mixed, useChartTheme } from '#/ui/charts/palette';
import { linearTicks } from '#/ui/charts/scale';
import { clipped } from './byReach';
import { ColourKey } from './ColourKey';
import { colouredBy } from './colouredBy';
import { contributionAt, type ContributionsPlotProps, drawnRows, placeAt } from './contributionsPlot';
import { toldRow } from './toldRow';
import { valueFormat } from './valueFormat';
import classes from './ways.module.css';

const mostRows = 2000;
const height = 320;
const margin = { left: 60, right: 14, top: 12, bottom: 64 };
const radius = 3;
const mostTexts = 12;

interface DependencePoint {
  row: number;
  /** Along the axis. */
  at: number;
  value: number;
  place: number;
}

export function ShapleyDependence({
  found,
  columns,
  version,
  fileName,
  picked,
  onPick,
}: ContributionsPlotProps) {
  const theme = useChartTheme();
  const [asked, setAsked] = useState<string | null>(null);
  const [by, setBy] = useState<string | null>(null);
  const [pointed, setPointed] = useState<number>();
  const name = asked ?? columns[0]?.name ?? '';
  const column = found.names.indexOf(name);
  const rows = useMemo(() => drawnRows(found.shape[0], mostRows), [found]);
  const other = useMemo(
    () => (by === null ? colouredBy(found, column, rows) : found.names.indexOf(by)),
    [found, column, rows, by],
  );
  const { points, texts, ends, reach } = useMemo(
    () => pointsOf(found, column, other, rows),
    [found, column, other, rows],
  );
  const [low, high] = reach;
  const scaleOf = useCallback(
    (width: number) => {
      const room = (ends[1] - ends[0]) * 0.03 || 0.5;
      return (value: number) =>
        margin.left +
        ((value - ends[0] + room) / (ends[1] - ends[0] + 2 * room)) *
          Math.max(10, width - margin.left - margin.right);
    },
    [ends],
  );
  const y = useCallback(
    (value: number) => {
      const room = (high - low) * 0.05 || 1;
      return (
        height -
        margin.bottom -
        ((value - low + room) / (high - low + 2 * room)) * (height - margin.top - margin.bottom)
      );
    },
    [low, high],
  );
  const draw = useCallback(
    (ink: Ink, width: number) => {
      const x = scaleOf(width);
      for (const { at, value, place } of points)
        ink.circle(x(at), y(value), radius, Number.isNaN(place) ? theme.text : mixed(...theme.ends, place));
    },
    [points, scaleOf, y, theme],
  );
  const point = (at?: { x: number; y: number; width: number }) => {
    if (!at) return setPointed(undefined);
    const x = scaleOf(at.width);
    let [best, least] = [undefined as number | undefined, Number.POSITIVE_INFINITY];
    for (const { row, at: along, value } of points) {
      const gap = Math.hypot(x(along) - at.x, y(value) - at.y);
      if (gap < least) [best, least] = [row, gap];
    }
    setPointed(best);
  };
  const order = useMemo(() => points.toSorted((a, b) => a.at - b.at).map(({ row }) => row), [points]);
  const marked = points.find(({ row }) => row === (pointed ?? picked));
  const yTicks = linearTicks([low, high], 5);
  const yText = tickFormat(yTicks);
  const otherName = other === undefined ? undefined : found.names[other];
  return (
    <div>
      <div className={classes.ask}>
        <Select
          label="Column"
          w={200}
          searchable
          allowDeselect={false}
          data={columns.map((one) => one.name)}
          value={name}
          onChange={setAsked}
        />
        <Select
          label="Coloured by"
          w={200}
          searchable
          clearable
          placeholder={otherName ?? 'no other column'}
          data={columns.map((one) => one.name).filter((one) => one !== name)}
          value={by}
          onChange={setBy}
        />
      </div>
      <InkPlot
        title={`${found.measure}: what ${name} adds`}
        figure={`${points.length} rows`}
        fileName={fileName}
        toTable={() => [
          ['row', name, 'contribution', ...(otherName === undefined ? [] : [otherName])],
          ...points.map(({ row, value }) => [
            found.numbers?.[row] ?? row,
            found.given[row * found.shape[1] + column] ?? placeAt(found, row, column),
            value,
            ...(other === undefined
              ? []
              : [found.given[row * found.shape[1] + other] ?? placeAt(found, row, other)]),
          ]),
        ]}
        alt={`${found.measure}: what ${name} adds in ${points.length} rows, by its value`}
        height={height}
        draw={draw}
        walked={{
          noun: 'row',
          order,
          marked: marked?.row,
          told: marked ? toldRow(found, version, marked.row, column) : '',
          onPoint: point,
          onPick: (row = pointed) => row !== undefined && onPick?.(row),
        }}
      >
        {(width) => {
          const x = scaleOf(width);
          const xTicks = texts ? texts.map((_, i) => i) : linearTicks(ends, width < 480 ? 3 : 6);
          const xText = texts
            ? (at: number) => clipped(texts[at] || 'missing', (width - margin.left) / texts.length)
            : found.given.length === 0
              ? (at: number) => (at === 0 ? 'least' : at === 1 ? 'largest' : '')
              : dateOr(version, name, tickFormat(xTicks));
          return (
            <>
              {yTicks.map((tick) => (
                <g key={tick}>
                  <line
                    x1={margin.left}
                    x2={width - margin.right}
                    y1={y(tick)}
                    y2={y(tick)}
                    stroke={tick === 0 ? theme.axis : theme.grid}
                  />
                  <text x={margin.left - 6} y={y(tick) + 4} textAnchor="end" fill={theme.text}>
                    {yText(tick)}
                  </text>
                </g>
              ))}
              {xTicks.map((tick) => (
                <text
                  key={tick}
                  x={x(tick)}
                  y={height - margin.bottom + 16}
                  textAnchor="middle"
                  fill={theme.text}
                >
                  {xText(tick)}
                </text>
              ))}
              <text
                x={(margin.left + width) / 2}
                y={height - margin.bottom + 34}
                textAnchor="middle"
                fill={theme.text}
              >
                {clipped(name, width - margin.left)}
              </text>
              {marked && (
                <circle
                  cx={x(marked.at)}
                  cy={y(marked.value)}
                  r={radius + 2}
                  fill="none"
                  stroke={theme.text}
                  strokeWidth={1.75}
                />
              )}
              {otherName !== undefined && (
                <ColourKey
                  x={width - 110}
                  y={height - 8}
                  low={clipped(`${otherName}: low`, width - 130)}
                  high="high"
                />
              )}
            </>
          );
        }}
      </InkPlot>
    </div>
  );
}

function dateOr(
  version: ContributionsPlotProps['version'],
  name: string,
  other: (value: number) => string,
): (value: number) => string {
  const isDate = version.inputs.some((input) => input.name === name && input.type === 'datetime');
  return (isDate && valueFormat(version, name)) || other;
}

/** Texts stand next to each other, those first that add least; numbers where they are. */
function pointsOf(
  found: ContributionsPlotProps['found'],
  column: number,
  other: number | undefined,
  rows: readonly number[],
): { points: DependencePoint[]; texts?: string[]; ends: [number, number]; reach: [number, number] } {
  const width = found.shape[1];
  const given = (row: number) => found.given[row * width + column] ?? '';
  const isText = found.given.length > 0 && rows.every((row) => Number.isNaN(placeAt(found, row, column)));
  const sums = new Map<string, { sum: number; count: number }>();
  if (isText)
    for (const row of rows) {
      const before = sums.get(given(row)) ?? { sum: 0, count: 0 };
      sums.set(given(row), {
        sum: before.sum + contributionAt(found, row, column),
        count: before.count + 1,
      });
    }
  const texts = [...sums]
    .toSorted((a, b) => b[1].count - a[1].count)
    .slice(0, mostTexts)
    .toSorted((a, b) => a[1].sum / a[1].count - b[1].sum / b[1].count)
    .map(([text]) => text);
  const placeOf = new Map(texts.map((text, i) => [text, i]));
  const counts = new Map<string, number>();
  const points = rows.flatMap((row): DependencePoint[] => {
    let at = found.given.length === 0 ? placeAt(found, row, column) : Number(given(row) || Number.NaN);
    if (isText) {
      const before = counts.get(given(row)) ?? 0;
      counts.set(given(row), before + 1);
      // Beside each other, in a way that repeats.
      at = (placeOf.get(given(row)) ?? Number.NaN) + (((before * 0.618) % 1) - 0.5) * 0.5;
    }
    if (Number.isNaN(at)) return [];
    const place = other === undefined ? Number.NaN : placeAt(found, row, other);
    return [{ row, at, value: contributionAt(found, row, column), place }];
  });
  const range = (values: readonly number[]): [number, number] =>
    values.reduce<[number, number]>(
      ([low, high], value) => [Math.min(low, value), Math.max(high, value)],
      [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
    );
  return {
    points,
    ...(isText && { texts }),
    ends: isText
      ? [-0.5, texts.length - 0.5]
      : points.length > 0
        ? range(points.map(({ at }) => at))
        : [0, 1],
    reach: points.length > 0 ? range(points.map(({ value }) => value)) : [0, 1],
  };
}
