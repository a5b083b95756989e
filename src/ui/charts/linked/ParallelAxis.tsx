/** One axis of a parallel chart, with its brush. */
import type { KeyboardEvent } from 'react';
import { useChartTheme } from '../palette';
import type { PlotAxis } from './axis';
import classes from './linked.module.css';

const reach = 22;
const percent = (share: number): number => Math.round(share * 100);

export function ParallelAxis({
  title,
  label,
  ticks,
  x,
  y,
  low,
  first,
  brush,
  picked,
  onKeyDown,
}: {
  /** As much of it as there is room for. */
  title: string;
  label: string;
  ticks: PlotAxis<never>['ticks'];
  x: number;
  y(at: number): number;
  /** Its title stands in the lower of two lines. */
  low: boolean;
  first: boolean;
  brush?: readonly [from: number, to: number];
  picked: number;
  onKeyDown(event: KeyboardEvent): void;
}) {
  const theme = useChartTheme();
  const [from, to] = brush ?? [0, 1];
  return (
    <g>
      <line x1={x} x2={x} y1={y(0)} y2={y(1)} stroke={theme.text} />
      <rect
        className={classes.axis}
        x={x - reach / 2}
        y={y(1)}
        width={reach}
        height={y(0) - y(1)}
        fill="transparent"
        cursor="ns-resize"
        role="slider"
        tabIndex={0}
        aria-label={`Brush of ${label}`}
        aria-orientation="vertical"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent(from)}
        aria-valuetext={
          brush ? `from ${percent(from)} to ${percent(to)} % of the axis, ${picked} picked` : 'all'
        }
        onKeyDown={onKeyDown}
      />
      {brush && (
        <rect
          x={x - 6}
          y={y(to)}
          width={12}
          height={Math.max(2, y(from) - y(to))}
          fill={theme.series[1]}
          opacity={0.45}
          pointerEvents="none"
        />
      )}
      <text
        x={x}
        y={16 + (low ? 13 : 0)}
        textAnchor={first ? 'start' : 'middle'}
        dx={first ? -24 : 0}
        fill={theme.text}
        fontWeight={600}
      >
        {title}
      </text>
      {ticks.map((tick) => (
        <text
          key={tick.text}
          x={x + 5}
          y={y(tick.at) + 3}
          fill={theme.text}
          stroke={theme.background}
          strokeWidth={3}
          paintOrder="stroke"
          pointerEvents="none"
        >
          {tick.text}
        </text>
      ))}
    </g>
  );
}
