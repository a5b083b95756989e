/** A curve in the unit square: ROC, precision-recall, calibration. A marker may stand on it. */
import { useElementSize } from '@mantine/hooks';
import { useMemo } from 'react';
import { CartesianGrid, Line, LineChart, ReferenceDot, ReferenceLine, Tooltip, XAxis, YAxis } from 'recharts';
import { lttb, type Point } from '#/core/stats/lttb';
import { useChartTheme } from '../palette';
import { PlotFrame } from './PlotFrame';
import { axisStyle, plotHeight, plotMargin, type TipLines, tipOf, xTitle, yTitle } from './plotStyle';
import classes from './plots.module.css';

const mostPoints = 400;
const ticks = [0, 0.25, 0.5, 0.75, 1];

export interface CurvePlotProps<P extends Point> {
  title: string;
  figure?: string;
  fileName: string;
  xLabel: string;
  yLabel: string;
  points: readonly P[];
  tip: (point: P) => TipLines;
  /** Further columns of the CSV, beside x and y. */
  columns?: readonly (readonly [name: string, value: (point: P) => number])[];
  /** Draws the diagonal: chance, or perfect calibration. */
  diagonal?: boolean;
  /** A level line: the share of positives. */
  level?: number;
  dots?: boolean;
  marker?: Point;
  /** Said when there is no curve. */
  none: string;
}

export function CurvePlot<P extends Point>(props: CurvePlotProps<P>) {
  const { title, fileName, points, xLabel, yLabel, tip, marker, columns = [] } = props;
  const theme = useChartTheme();
  const { ref, width } = useElementSize();
  const drawn = useMemo(() => lttb(points, mostPoints), [points]);
  const content = useMemo(() => tipOf(tip), [tip]);
  const axis = { ...axisStyle(theme, ticks), domain: [0, 1] as [number, number] };
  const color = theme.series[0] as string;
  const accent = theme.series[1] as string;
  return (
    <PlotFrame
      title={title}
      figure={props.figure}
      fileName={fileName}
      toTable={() => [
        [xLabel, yLabel, ...columns.map(([name]) => name)],
        ...points.map((point) => [point.x, point.y, ...columns.map(([, value]) => value(point))]),
      ]}
    >
      <div ref={ref}>
        {points.length === 0 ? (
          <div className={classes.none} style={{ height: plotHeight }}>
            {props.none}
          </div>
        ) : (
          width > 0 && (
            <LineChart width={width} height={plotHeight} data={drawn} margin={plotMargin} title={title}>
              <CartesianGrid stroke={theme.grid} />
              <XAxis {...axis} dataKey="x" label={xTitle(xLabel, theme)} />
              <YAxis {...axis} width={52} label={yTitle(yLabel, theme)} />
              {props.diagonal && (
                <ReferenceLine
                  segment={[
                    { x: 0, y: 0 },
                    { x: 1, y: 1 },
                  ]}
                  stroke={theme.text}
                  strokeDasharray="4 4"
                />
              )}
              {props.level !== undefined && (
                <ReferenceLine y={props.level} stroke={theme.text} strokeDasharray="4 4" />
              )}
              <Tooltip content={content} isAnimationActive={false} cursor={{ stroke: theme.axis }} />
              <Line
                dataKey="y"
                stroke={color}
                strokeWidth={1.75}
                dot={props.dots ? { r: 3, fill: color, strokeWidth: 0 } : false}
                activeDot={{ r: 4, fill: color, strokeWidth: 0 }}
                isAnimationActive={false}
              />
              {marker && (
                <ReferenceDot
                  x={marker.x}
                  y={marker.y}
                  r={6}
                  fill={accent}
                  stroke={theme.background}
                  strokeWidth={2}
                />
              )}
            </LineChart>
          )
        )}
      </div>
    </PlotFrame>
  );
}
