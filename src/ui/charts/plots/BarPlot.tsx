/** A histogram: counts over equal bins, with lines at chosen values. */
import { useElementSize } from '@mantine/hooks';
import { useMemo } from 'react';
import { Bar, BarChart, CartesianGrid, ReferenceLine, Tooltip, XAxis, YAxis } from 'recharts';
import type { HistogramBin } from '#/core/stats/histogram';
import { formatCount, formatNumber } from '../formatNumber';
import { useChartTheme } from '../palette';
import { linearTicks } from '../scale';
import { PlotFrame } from './PlotFrame';
import { axisStyle, plotHeight, plotMargin, tipOf, xTitle, yTitle } from './plotStyle';

type Bin = HistogramBin & { middle: number };

const tip = tipOf<Bin>(({ low, high, count }) => [
  ['From', formatNumber(low)],
  ['To', formatNumber(high)],
  ['Rows', formatCount(count)],
]);

export function BarPlot({
  title,
  figure,
  fileName,
  xLabel,
  bins,
  lines = [],
}: {
  title: string;
  figure?: string;
  fileName: string;
  xLabel: string;
  bins: readonly HistogramBin[];
  lines?: readonly number[];
}) {
  const theme = useChartTheme();
  const { ref, width } = useElementSize();
  const data = useMemo(() => bins.map((bin): Bin => ({ ...bin, middle: (bin.low + bin.high) / 2 })), [bins]);
  const low = bins[0]?.low ?? 0;
  const high = bins.at(-1)?.high ?? 1;
  const highest = Math.max(1, ...bins.map(({ count }) => count));
  const counts = linearTicks([0, highest], 5).filter(Number.isInteger);
  return (
    <PlotFrame
      title={title}
      figure={figure}
      fileName={fileName}
      toTable={() => [['from', 'to', 'rows'], ...bins.map((bin) => [bin.low, bin.high, bin.count])]}
    >
      <div ref={ref}>
        {width > 0 && (
          <BarChart
            width={width}
            height={plotHeight}
            data={data}
            margin={plotMargin}
            barCategoryGap={1}
            title={title}
          >
            <CartesianGrid stroke={theme.grid} vertical={false} />
            <XAxis
              {...axisStyle(theme, linearTicks([low, high], 5))}
              dataKey="middle"
              domain={low === high ? [low - 1, high + 1] : [low, high]}
              label={xTitle(xLabel, theme)}
            />
            <YAxis
              {...axisStyle(theme, counts)}
              domain={[0, highest]}
              width={60}
              label={yTitle('Rows', theme)}
            />
            <Tooltip content={tip} isAnimationActive={false} cursor={{ fill: theme.grid }} />
            <Bar dataKey="count" fill={theme.series[0]} isAnimationActive={false} />
            {lines.map((value) => (
              <ReferenceLine key={value} x={value} stroke={theme.text} strokeDasharray="4 4" />
            ))}
          </BarChart>
        )}
      </div>
    </PlotFrame>
  );
}
