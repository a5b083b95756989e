/** One metric of every fold, with the mean and one standard deviation to each side. */
import { useElementSize } from '@mantine/hooks';
import {
  CartesianGrid,
  ReferenceArea,
  ReferenceLine,
  Scatter,
  ScatterChart,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { foldName } from '#/core/protocol/crossValidation';
import { metricText, metricTitle } from '#/ui/charts/metricNames';
import { seriesColor, useChartTheme } from '#/ui/charts/palette';
import { PlotFrame } from '#/ui/charts/plots/PlotFrame';
import { axisStyle, plotHeight, plotMargin, tipOf, xTitle } from '#/ui/charts/plots/plotStyle';
import { linearTicks } from '#/ui/charts/scale';
import type { JudgedFold } from './judgedFolds';

interface Dot {
  fold: number;
  repeat: number;
  value: number;
  name: string;
  text: string;
}

const tip = tipOf<Dot>(({ name, text }) => [[name, text]]);

export function FoldsPlot({
  metric,
  folds,
  mean,
  sd,
  fileName,
}: {
  metric: string;
  folds: readonly JudgedFold[];
  mean: number | undefined;
  sd: number | undefined;
  fileName: string;
}) {
  const theme = useChartTheme();
  const { ref, width } = useElementSize();
  const repeats = Math.max(1, ...folds.map(({ repeat }) => repeat + 1));
  const dots = folds.flatMap((fold): Dot[] => {
    const value = fold.metrics[metric];
    if (value === undefined) return [];
    const { index, repeat } = fold;
    return [
      { fold: index + 1, repeat, value, name: foldName(fold, repeats), text: metricText(metric, value) },
    ];
  });
  const most = Math.max(2, ...folds.map(({ index }) => index + 1));
  const domain = rangeOf(dots, mean, sd);
  const figure =
    mean === undefined
      ? undefined
      : sd === undefined
        ? metricText(metric, mean)
        : `${metricText(metric, mean)} ± ${metricText(metric, sd)}`;
  return (
    <PlotFrame
      title={`${metricTitle(metric)} by fold`}
      figure={figure}
      fileName={fileName}
      toTable={() => [
        ['repeat', 'fold', metric],
        ...dots.map(({ repeat, fold, value }) => [repeat + 1, fold, value]),
      ]}
    >
      <div ref={ref}>
        {width > 0 && (
          <ScatterChart
            width={width}
            height={plotHeight}
            margin={plotMargin}
            title={`${metricTitle(metric)} by fold`}
          >
            <CartesianGrid stroke={theme.grid} vertical={false} />
            <XAxis
              {...axisStyle(
                theme,
                Array.from({ length: most }, (_, i) => i + 1),
              )}
              dataKey="fold"
              domain={[0.5, most + 0.5]}
              label={xTitle('Fold', theme)}
            />
            <YAxis {...axisStyle(theme, linearTicks(domain, 5))} dataKey="value" domain={domain} width={60} />
            {mean !== undefined && sd !== undefined && (
              <ReferenceArea y1={mean - sd} y2={mean + sd} fill={theme.series[0]} fillOpacity={0.1} />
            )}
            {mean !== undefined && <ReferenceLine y={mean} stroke={theme.text} strokeDasharray="4 4" />}
            <Tooltip content={tip} isAnimationActive={false} cursor={false} />
            {Array.from({ length: repeats }, (_, repeat) => (
              <Scatter
                key={repeat}
                name={`Repeat ${repeat + 1}`}
                data={dots.filter((dot) => dot.repeat === repeat)}
                fill={seriesColor(theme, repeat)}
                isAnimationActive={false}
              />
            ))}
          </ScatterChart>
        )}
      </div>
    </PlotFrame>
  );
}

function rangeOf(dots: readonly Dot[], mean?: number, sd?: number): [number, number] {
  const values = dots.map(({ value }) => value);
  if (mean !== undefined && sd !== undefined) values.push(mean - sd, mean + sd);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  if (values.length === 0) return [0, 1];
  const edge = (high - low || Math.abs(high) || 1) * 0.08;
  return [low - edge, high + edge];
}
