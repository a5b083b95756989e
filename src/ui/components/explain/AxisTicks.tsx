/** Lines down through a plot at round values, with their numbers below. */
import { tickFormat } from '#/core/tickText';
import { useChartTheme } from '#/ui/charts/palette';
import { linearTicks } from '#/ui/charts/scale';

export function AxisTicks({
  domain,
  x,
  top,
  bottom,
  narrow,
}: {
  domain: [low: number, high: number];
  x: (value: number) => number;
  top: number;
  bottom: number;
  narrow: boolean;
}) {
  const theme = useChartTheme();
  const ticks = linearTicks(domain, narrow ? 3 : 6);
  const text = tickFormat(ticks);
  return ticks.map((tick) => (
    <g key={tick}>
      <line x1={x(tick)} x2={x(tick)} y1={top} y2={bottom} stroke={theme.grid} />
      <text x={x(tick)} y={bottom + 15} textAnchor="middle" fill={theme.text}>
        {text(tick)}
      </text>
    </g>
  ));
}
