/** One bar for each name, the largest first, with a line for the spread of its repeats. */
import { useElementSize } from '@mantine/hooks';
import { useMemo } from 'react';
import { Bar, BarChart, CartesianGrid, ErrorBar, ReferenceLine, Tooltip, XAxis, YAxis } from 'recharts';
import { formatNumber } from '../formatNumber';
import { useChartTheme } from '../palette';
import { linearTicks } from '../scale';
import { PlotFrame, type PlotFrameProps } from './PlotFrame';
import { axisStyle, plotMargin, tipOf, xTitle } from './plotStyle';

export interface SpreadBar {
  name: string;
  mean: number;
  sd?: number;
}

const mostBars = 30;
const barHeight = 24;
const mostLetters = 24;

const tipFor = (measure: string) =>
  tipOf<SpreadBar>(({ name, mean, sd }) => [
    ['Column', name],
    [measure, formatNumber(mean)],
    ...(sd === undefined ? [] : [['Standard deviation', formatNumber(sd)] as const]),
  ]);

const clip = (name: string): string =>
  name.length > mostLetters ? `${name.slice(0, mostLetters - 1)}…` : name;

export function ErrorBarPlot({
  bars,
  xLabel,
  measure = 'Mean',
  ...frame
}: Pick<PlotFrameProps, 'title' | 'fileName' | 'toTable'> & {
  xLabel: string;
  /** What a bar is. */
  measure?: string;
  bars: readonly SpreadBar[];
}) {
  const theme = useChartTheme();
  const { ref, width } = useElementSize();
  const tip = useMemo(() => tipFor(measure), [measure]);
  const shown = bars.toSorted((a, b) => b.mean - a.mean).slice(0, mostBars);
  const low = Math.min(0, ...shown.map(({ mean, sd = 0 }) => mean - sd));
  const high = Math.max(0, ...shown.map(({ mean, sd = 0 }) => mean + sd));
  const domain: [number, number] = low === high ? [0, 1] : [low, high + (high - low) * 0.02];
  const longest = Math.max(...shown.map(({ name }) => clip(name).length));
  return (
    <PlotFrame
      {...frame}
      figure={shown.length < bars.length ? `the first ${shown.length} of ${bars.length}` : undefined}
    >
      <div ref={ref}>
        {width > 0 && (
          <BarChart
            layout="vertical"
            width={width}
            height={shown.length * barHeight + 56}
            data={shown}
            margin={plotMargin}
            barCategoryGap={5}
            title={frame.title}
          >
            <CartesianGrid stroke={theme.grid} horizontal={false} />
            <XAxis
              {...axisStyle(theme, linearTicks(domain, width < 480 ? 3 : 6))}
              domain={domain}
              label={xTitle(xLabel, theme)}
            />
            <YAxis
              type="category"
              dataKey="name"
              interval={0}
              width={Math.min(0.4 * width, 24 + longest * 6.5)}
              tick={{ fontSize: 11, fill: theme.text }}
              tickLine={false}
              axisLine={{ stroke: theme.axis }}
              tickFormatter={clip}
            />
            <Tooltip content={tip} isAnimationActive={false} cursor={{ fill: theme.grid }} />
            {low < 0 && <ReferenceLine x={0} stroke={theme.axis} />}
            <Bar dataKey="mean" fill={theme.series[0]} isAnimationActive={false}>
              {shown.some(({ sd }) => sd !== undefined) && (
                <ErrorBar dataKey="sd" direction="x" width={5} stroke={theme.series[1]} strokeWidth={1.5} />
              )}
            </Bar>
          </BarChart>
        )}
      </div>
    </PlotFrame>
  );
}
