/** Rows on a plane, coloured by the group they are of: the colours stay apart for colour-blind eyes, and shapes help. */
import { useElementSize } from '@mantine/hooks';
import { useMemo } from 'react';
import { CartesianGrid, Scatter, ScatterChart, Tooltip, XAxis, YAxis } from 'recharts';
import { formatCount, formatNumber } from '../formatNumber';
import { seriesColor, useChartTheme } from '../palette';
import { linearTicks } from '../scale';
import { PlotFrame } from './PlotFrame';
import { axisStyle, plotMargin, tipOf, xTitle, yTitle } from './plotStyle';
import classes from './plots.module.css';

const mostDrawn = 2000;
const standardHeight = 320;

export interface GroupPoint {
  x: number;
  y: number;
  group: number;
}

export function GroupPlot({
  title,
  fileName,
  xLabel,
  yLabel,
  points,
  labels,
  quiet,
  height = standardHeight,
}: {
  title: string;
  fileName: string;
  xLabel: string;
  yLabel: string;
  points: readonly GroupPoint[];
  labels: readonly string[];
  /** This group stands back: rows that are of none, or as most are. */
  quiet?: number;
  height?: number;
}) {
  const theme = useChartTheme();
  const { ref, width } = useElementSize();
  const drawn = useMemo(() => {
    const stride = Math.ceil(points.length / mostDrawn);
    return points.filter((_, i) => i % stride === 0);
  }, [points]);
  const [xs, ys] = useMemo(
    () => [rangeOf(points.map(({ x }) => x)), rangeOf(points.map(({ y }) => y))],
    [points],
  );
  const content = useMemo(
    () =>
      tipOf<GroupPoint>(({ x, y, group }) => [
        ['Group', labels[group] ?? ''],
        [xLabel, formatNumber(x, 3)],
        [yLabel, formatNumber(y, 3)],
      ]),
    [labels, xLabel, yLabel],
  );
  const colorOf = (group: number) => (group === quiet ? theme.axis : seriesColor(theme, group));
  const order = labels.map((_, group) => group).sort((a, b) => Number(b === quiet) - Number(a === quiet));
  return (
    <PlotFrame
      title={title}
      figure={drawn.length < points.length ? `${formatCount(drawn.length)} points drawn` : undefined}
      fileName={fileName}
      toTable={() => [
        [xLabel, yLabel, 'group'],
        ...points.map(({ x, y, group }) => [x, y, labels[group] ?? '']),
      ]}
    >
      <div ref={ref}>
        {width > 0 && (
          <ScatterChart width={width} height={height} margin={plotMargin} title={title}>
            <CartesianGrid stroke={theme.grid} />
            <XAxis
              {...axisStyle(theme, linearTicks(xs, 5))}
              domain={xs}
              dataKey="x"
              label={xTitle(xLabel, theme)}
            />
            <YAxis
              {...axisStyle(theme, linearTicks(ys, 5))}
              domain={ys}
              dataKey="y"
              width={60}
              label={yTitle(yLabel, theme)}
            />
            <Tooltip content={content} isAnimationActive={false} cursor={false} />
            {order.map((group) => (
              <Scatter
                key={group}
                data={drawn.filter((point) => point.group === group)}
                fill={colorOf(group)}
                isAnimationActive={false}
                shape={(shape: { cx?: number; cy?: number }) => (
                  <Mark at={[shape.cx ?? 0, shape.cy ?? 0]} shape={group} color={colorOf(group)} />
                )}
              />
            ))}
          </ScatterChart>
        )}
      </div>
      <ul className={classes.groups} aria-label="Groups">
        {labels.map((label, group) => (
          <li key={label}>
            <svg width={12} height={12} aria-hidden="true">
              <Mark at={[6, 6]} shape={group} color={colorOf(group)} />
            </svg>
            {label}
          </li>
        ))}
      </ul>
    </PlotFrame>
  );
}

/** A disc, a square, a triangle, a diamond, a ring; then again. */
function Mark({ at: [x, y], shape, color }: { at: readonly [number, number]; shape: number; color: string }) {
  const style = { fill: color, fillOpacity: 0.7 };
  switch (shape % 5) {
    case 1:
      return <rect x={x - 3} y={y - 3} width={6} height={6} {...style} />;
    case 2:
      return <path d={`M${x} ${y - 4}l4 7h-8z`} {...style} />;
    case 3:
      return <path d={`M${x} ${y - 4.5}l4.5 4.5l-4.5 4.5l-4.5 -4.5z`} {...style} />;
    case 4:
      return <circle cx={x} cy={y} r={2.8} fill="none" stroke={color} strokeWidth={1.6} />;
    default:
      return <circle cx={x} cy={y} r={3.2} {...style} />;
  }
}

function rangeOf(values: readonly number[]): [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (!Number.isFinite(high - low)) return [-1, 1];
  const room = (high - low) * 0.04 || 1;
  return [low - room, high + room];
}
