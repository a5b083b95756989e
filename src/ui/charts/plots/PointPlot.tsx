/** Predicted over true values, the diagonal, and the band of a tolerance beside it. */
import { useElementSize } from '@mantine/hooks';
import { useMemo } from 'react';
import { CartesianGrid, ReferenceLine, Scatter, ScatterChart, Tooltip, XAxis, YAxis } from 'recharts';
import type { Point } from '#/core/stats/lttb';
import { formatCount, formatNumber } from '../formatNumber';
import { useChartTheme } from '../palette';
import { linearTicks } from '../scale';
import { PlotFrame } from './PlotFrame';
import { axisStyle, plotHeight, plotMargin, tipOf, xTitle, yTitle } from './plotStyle';

const mostDrawn = 1500;

const tip = tipOf<Point>(({ x, y }) => [
  ['True', formatNumber(x)],
  ['Predicted', formatNumber(y)],
  ['Residual', formatNumber(x - y)],
]);

export function PointPlot({
  title,
  fileName,
  xLabel,
  yLabel,
  points,
  band,
  onPick,
}: {
  title: string;
  fileName: string;
  xLabel: string;
  yLabel: string;
  points: readonly Point[];
  /** The band's two edges: what a true value may be predicted as. */
  band?: (x: number) => [low: number, high: number];
  onPick?: (point: Point) => void;
}) {
  const theme = useChartTheme();
  const { ref, width } = useElementSize();
  const drawn = useMemo(() => {
    const stride = Math.ceil(points.length / mostDrawn);
    return points.filter((_, i) => i % stride === 0);
  }, [points]);
  const domain = useMemo(() => rangeOf(points), [points]);
  const axis = {
    ...axisStyle(theme, linearTicks(domain, 5)),
    domain,
    allowDataOverflow: true,
  };
  const line = (edge: (x: number) => number) =>
    [
      { x: domain[0], y: edge(domain[0]) },
      { x: domain[1], y: edge(domain[1]) },
    ] as const;
  return (
    <PlotFrame
      title={title}
      figure={drawn.length < points.length ? `${formatCount(drawn.length)} points drawn` : undefined}
      fileName={fileName}
      toTable={() => [[xLabel, yLabel], ...points.map(({ x, y }) => [x, y])]}
    >
      <div ref={ref}>
        {width > 0 && (
          <ScatterChart width={width} height={plotHeight} margin={plotMargin} title={title}>
            <CartesianGrid stroke={theme.grid} />
            <XAxis {...axis} dataKey="x" label={xTitle(xLabel, theme)} />
            <YAxis {...axis} dataKey="y" width={60} label={yTitle(yLabel, theme)} />
            <Tooltip content={tip} isAnimationActive={false} cursor={false} />
            <Scatter
              data={drawn}
              fill={theme.series[0]}
              fillOpacity={0.5}
              isAnimationActive={false}
              shape={(shape: { cx?: number; cy?: number; fill?: string; fillOpacity?: number }) => (
                <circle cx={shape.cx} cy={shape.cy} r={3} fill={shape.fill} fillOpacity={shape.fillOpacity} />
              )}
              onClick={(entry) => onPick?.(entry.payload as Point)}
            />
            <ReferenceLine segment={line((x) => x)} stroke={theme.text} strokeDasharray="4 4" />
            {band && (
              <ReferenceLine segment={line((x) => band(x)[0])} stroke={theme.series[1]} ifOverflow="hidden" />
            )}
            {band && (
              <ReferenceLine segment={line((x) => band(x)[1])} stroke={theme.series[1]} ifOverflow="hidden" />
            )}
          </ScatterChart>
        )}
      </div>
    </PlotFrame>
  );
}

/** One range for both axes, so that the diagonal is one. */
function rangeOf(points: readonly Point[]): [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const { x, y } of points) {
    low = Math.min(low, x, y);
    high = Math.max(high, x, y);
  }
  const room = (high - low) * 0.04 || 1;
  return [low - room, high + room];
}
