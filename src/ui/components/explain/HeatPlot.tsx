/**
 * A column of the map for each row of the data, ordered by its answer, which runs above: orange where a column raises
 * the answer, blue where it lowers it.
 */
import { useCallback, useMemo, useState } from 'react';
import { formatNumber } from '#/ui/charts/formatNumber';
import type { Ink } from '#/ui/charts/ink/ink';
import { InkPlot } from '#/ui/charts/ink/InkPlot';
import { mixed, useChartTheme } from '#/ui/charts/palette';
import { quantileOfSorted } from '#/core/stats/quantile';
import { clipped } from './byReach';
import { ColourKey } from './ColourKey';
import { byAnswer, contributionAt, type ContributionsPlotProps } from './contributionsPlot';
import { contributionsTable } from './contributionsTable';
import { toldRow } from './toldRow';

const mostColumns = 16;
const mostRows = 1000;
const cellHeight = 26;
const above = 66;
const below = 46;
const right = 12;

export function HeatPlot({ found, columns, version, fileName, picked, onPick }: ContributionsPlotProps) {
  const theme = useChartTheme();
  const [pointed, setPointed] = useState<{ row: number; column?: number }>();
  const shown = useMemo(() => columns.slice(0, mostColumns), [columns]);
  const order = useMemo(() => byAnswer(found, mostRows), [found]);
  const most = useMemo(() => {
    const sizes = Float64Array.from(
      shown.flatMap(({ column }) => order.map((row) => Math.abs(contributionAt(found, row, column)))),
    ).sort();
    // One that is far out must not bleach all others.
    return (sizes.length > 0 && quantileOfSorted(sizes, 0.99)) || 1;
  }, [found, order, shown]);
  const colourOf = useCallback(
    (place: number) => {
      const share = Math.min(1, Math.abs(2 * place - 1));
      return mixed(theme.background, (place > 0.5 ? theme.series[1] : theme.series[0]) as string, share);
    },
    [theme],
  );
  const leftOf = (width: number) => Math.min(0.36 * width, 190);
  const cellWidth = useCallback((width: number) => (width - leftOf(width) - right) / order.length, [order]);
  const height = above + shown.length * cellHeight + below;
  const draw = useCallback(
    (ink: Ink, width: number) => {
      const [left, each] = [leftOf(width), cellWidth(width)];
      for (const [i, { column }] of shown.entries())
        for (const [place, row] of order.entries()) {
          const value = contributionAt(found, row, column) / most;
          ink.box(
            left + place * each,
            above + i * cellHeight,
            each + 0.5,
            cellHeight - 1,
            colourOf((1 + Math.max(-1, Math.min(1, value))) / 2),
          );
        }
    },
    [found, shown, order, most, colourOf, cellWidth],
  );
  const point = (at?: { x: number; y: number; width: number }) => {
    const place = at && Math.floor((at.x - leftOf(at.width)) / cellWidth(at.width));
    const row = place === undefined ? undefined : order[place];
    const column = at && shown[Math.floor((at.y - above) / cellHeight)]?.column;
    setPointed(row === undefined ? undefined : { row, ...(column !== undefined && { column }) });
  };
  const answers = order.map((row) => found.answers[row] as number);
  const [low, high] = [answers[0] ?? 0, answers.at(-1) ?? 1];
  const marked = pointed?.row ?? picked;
  return (
    <InkPlot
      title={`${found.measure}: rows and columns`}
      figure={
        shown.length < columns.length
          ? `the first ${shown.length} of ${columns.length} columns`
          : `${order.length} rows`
      }
      fileName={fileName}
      toTable={() => contributionsTable(found, columns, order)}
      alt={`${found.measure}: what ${shown.length} columns add in ${order.length} rows, ordered by their answer`}
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
        const [left, each] = [leftOf(width), cellWidth(width)];
        const y = (value: number) => above - 10 - ((value - low) / (high - low || 1)) * (above - 24);
        const line = answers
          .map((value, i) => `${(left + (i + 0.5) * each).toFixed(1)},${y(value).toFixed(1)}`)
          .join(' ');
        const at = marked === undefined ? -1 : order.indexOf(marked);
        return (
          <>
            <text x={left - 8} y={y(high) + 4} textAnchor="end" fill={theme.text}>
              {`answer ${formatNumber(high)}`}
            </text>
            <text x={left - 8} y={y(low) + 4} textAnchor="end" fill={theme.text}>
              {formatNumber(low)}
            </text>
            <polyline points={line} fill="none" stroke={theme.text} strokeWidth={1.5} />
            {shown.map(({ name }, i) => (
              <text
                key={name}
                x={left - 8}
                y={above + (i + 0.5) * cellHeight + 4}
                textAnchor="end"
                fill={theme.text}
              >
                {clipped(name, left - 8)}
              </text>
            ))}
            {at >= 0 && (
              <rect
                x={left + at * each - 1}
                y={above - 1}
                width={each + 2}
                height={shown.length * cellHeight + 1}
                fill="none"
                stroke={theme.text}
                strokeWidth={1.5}
              />
            )}
            <text x={left} y={height - below + 15} fill={theme.text}>
              {clipped('rows, least answer first', width - left)}
            </text>
            <ColourKey
              x={Math.max(left + 50, width - 170)}
              y={height - 10}
              low="lowers"
              high="raises the answer"
              colourOf={colourOf}
            />
          </>
        );
      }}
    </InkPlot>
  );
}
