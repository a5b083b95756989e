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
import { type FoldPlan, foldName } from '#/core/protocol/crossValidation';
import { metricText, metricTitle, spreadText } from '#/ui/charts/metricNames';
import { useChartTheme } from '#/ui/charts/palette';
import { PlotFrame } from '#/ui/charts/plots/PlotFrame';
import { axisStyle, plotHeight, plotMargin, tipOf, xTitle } from '#/ui/charts/plots/plotStyle';
import { linearTicks } from '#/ui/charts/scale';
import type { JudgedFold } from './judgedFolds';

interface Dot {
  at: number;
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
  plan,
  mean,
  sd,
  fileName,
}: {
  metric: string;
  folds: readonly JudgedFold[];
  plan: FoldPlan;
  mean: number | undefined;
  sd: number | undefined;
  fileName: string;
}) {
  const theme = useChartTheme();
  const { ref, width } = useElementSize();
  const { repeats } = plan;
  const dots = folds.flatMap((fold): Dot[] => {
    const value = fold.metrics[metric];
    if (value === undefined) return [];
    const { index, repeat } = fold;
    // Repeats beside each other, so that none hides another.
    const aside = ((repeat - (repeats - 1) / 2) / repeats) * 0.6;
    const name = foldName(fold, repeats);
    return [{ at: index + 1 + aside, fold: index + 1, repeat, value, name, text: metricText(metric, value) }];
  });
  const most = plan.folds;
  const domain = rangeOf(dots, mean, sd);
  return (
    <PlotFrame
      title={`${metricTitle(metric)} by fold`}
      figure={spreadText(metric, mean, sd)}
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
              {...axisStyle(theme, linearTicks([1, most], 12).filter(Number.isInteger))}
              dataKey="at"
              domain={[0.5, most + 0.5]}
              label={xTitle('Fold', theme)}
            />
            <YAxis {...axisStyle(theme, linearTicks(domain, 5))} dataKey="value" domain={domain} width={60} />
            {mean !== undefined && sd !== undefined && (
              <ReferenceArea y1={mean - sd} y2={mean + sd} fill={theme.series[0]} fillOpacity={0.1} />
            )}
            {mean !== undefined && <ReferenceLine y={mean} stroke={theme.text} strokeDasharray="4 4" />}
            <Tooltip content={tip} isAnimationActive={false} cursor={false} />
            <Scatter data={dots} fill={theme.series[0]} fillOpacity={0.8} isAnimationActive={false} />
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
