/** A line for each row, from the mean answer at the bottom over the columns, least first, to its answer at the top. */
import { useCallback, useMemo, useState } from 'react';
import { formatNumber } from '#/ui/charts/formatNumber';
import type { Ink } from '#/ui/charts/ink/ink';
import { InkPlot } from '#/ui/charts/ink/InkPlot';
import { mixed, useChartTheme } from '#/ui/charts/palette';
import { AxisTicks } from './AxisTicks';
import { clipped } from './byReach';
import { ColourKey } from './ColourKey';
import { byAnswer, contributionAt, type ContributionsPlotProps, rowName } from './contributionsPlot';
import { toldRow } from './toldRow';

const mostColumns = 16;
const mostRows = 1000;
const stepHeight = 28;
const above = 12;
const below = 52;

export function DecisionPlot({ found, columns, version, fileName, picked, onPick }: ContributionsPlotProps) {
  const theme = useChartTheme();
  const [pointed, setPointed] = useState<number>();
  const base = found.baseline.value;
  const { names, lines, rows, low, high } = useMemo(() => pathsOf(found, columns), [found, columns]);
  const height = above + (names.length + 0.5) * stepHeight + below;
  const leftOf = (width: number) => Math.min(0.36 * width, 190);
  const yOf = useCallback((step: number) => height - below - step * stepHeight - 6, [height]);
  const scaleOf = useCallback(
    (width: number) => {
      const room = (high - low) * 0.04 || 1;
      return (value: number) =>
        leftOf(width) +
        ((value - low + room) / (high - low + 2 * room)) * Math.max(10, width - leftOf(width) - 12);
    },
    [low, high],
  );
  const colourOf = useCallback(
    (answer: number) => mixed(...theme.ends, (answer - low) / (high - low || 1)),
    [theme, low, high],
  );
  const pointsOf = useCallback(
    (line: Float64Array, x: (value: number) => number) => {
      const points = new Float64Array(2 * line.length);
      for (const [step, value] of line.entries()) points.set([x(value), yOf(step)], 2 * step);
      return points;
    },
    [yOf],
  );
  const draw = useCallback(
    (ink: Ink, width: number) => {
      const x = scaleOf(width);
      const opacity = Math.max(0.25, Math.min(1, 30 / lines.length));
      for (const line of lines) ink.path(pointsOf(line, x), colourOf(line.at(-1) as number), opacity);
    },
    [lines, scaleOf, pointsOf, colourOf],
  );
  const point = (at?: { x: number; y: number; width: number }) => {
    if (!at || at.x < leftOf(at.width)) return setPointed(undefined);
    const x = scaleOf(at.width);
    const step = Math.max(0, Math.min(names.length, (yOf(0) - at.y) / stepHeight));
    const [from, share] = [Math.min(names.length - 1, Math.floor(step)), step % 1];
    let [best, least] = [0, Number.POSITIVE_INFINITY];
    for (const [i, line] of lines.entries()) {
      const value = (line[from] as number) * (1 - share) + (line[from + 1] as number) * share;
      const gap = Math.abs(x(value) - at.x);
      if (gap < least) [best, least] = [i, gap];
    }
    setPointed(rows[best]);
  };
  const marked = pointed ?? picked;
  const isOne = found.shape[0] === 1;
  return (
    <InkPlot
      title={`${found.measure}: decisions`}
      figure={isOne ? formatNumber(found.answers[0]) : `${rows.length} rows`}
      fileName={fileName}
      toTable={() => [
        ['row', found.baseline.name.toLowerCase(), ...names],
        ...lines.map((line, i) => [found.numbers?.[rows[i] as number] ?? (rows[i] as number), ...line]),
      ]}
      alt={`${found.measure}: ${isOne ? 'the way' : `the ways of ${rows.length} rows`} from ${formatNumber(base)} over ${names.length} steps to ${isOne ? formatNumber(found.answers[0]) : 'their answers'}`}
      height={height}
      draw={draw}
      {...(!isOne && {
        walked: {
          noun: 'row',
          order: rows,
          marked,
          told: marked === undefined ? '' : toldRow(found, version, marked),
          onPoint: point,
          onPick: (row = pointed) => row !== undefined && onPick?.(row),
        },
      })}
    >
      {(width) => {
        const [left, x] = [leftOf(width), scaleOf(width)];
        const at = marked === undefined ? -1 : rows.indexOf(marked);
        return (
          <>
            <AxisTicks domain={[low, high]} x={x} top={above} bottom={height - below} narrow={width < 480} />
            <line
              x1={x(base)}
              x2={x(base)}
              y1={above}
              y2={height - below}
              stroke={theme.text}
              strokeDasharray="3 3"
            />
            {names.map((name, i) => (
              <text key={name} x={left - 8} y={yOf(i + 0.5) + 4} textAnchor="end" fill={theme.text}>
                {clipped(name, left - 8)}
              </text>
            ))}
            {at >= 0 && (
              <polyline
                points={[...pointsOf(lines[at] as Float64Array, x)]
                  .map((value) => value.toFixed(1))
                  .join(' ')}
                fill="none"
                stroke={theme.text}
                strokeWidth={2.5}
              >
                <title>{rowName(found, rows[at] as number)}</title>
              </polyline>
            )}
            <ColourKey x={Math.max(left + 70, width - 140)} y={height - 10} low="answer: low" high="high" />
          </>
        );
      }}
    </InkPlot>
  );
}

function pathsOf(found: ContributionsPlotProps['found'], columns: ContributionsPlotProps['columns']) {
  const shown = (columns.length > mostColumns ? columns.slice(0, mostColumns - 1) : columns).toReversed();
  const rest = columns.slice(shown.length);
  const rows = byAnswer(found, mostRows);
  const names = [
    ...(rest.length > 0 ? [`${rest.length} other columns`] : []),
    ...shown.map(({ name }) => name),
  ];
  let [low, high] = [found.baseline.value, found.baseline.value];
  const lines = rows.map((row) => {
    const line = new Float64Array(names.length + 1);
    let value = found.baseline.value;
    line[0] = value;
    let step = 1;
    if (rest.length > 0) {
      for (const { column } of rest) value += contributionAt(found, row, column);
      line[step++] = value;
    }
    for (const { column } of shown) {
      value += contributionAt(found, row, column);
      line[step++] = value;
    }
    for (const each of line) [low, high] = [Math.min(low, each), Math.max(high, each)];
    return line;
  });
  return { names, lines, rows, low, high };
}
