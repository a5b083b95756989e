/** What the colours of a plot go from and to. */
import { mixed, useChartTheme } from '#/ui/charts/palette';

const steps = 24;
const width = 60;

export function ColourKey({
  x,
  y,
  low,
  high,
  colourOf,
}: {
  /** Where the colours begin. */
  x: number;
  y: number;
  low: string;
  high: string;
  /** Of 0 to 1; without, the ends of the theme. */
  colourOf?: (place: number) => string;
}) {
  const theme = useChartTheme();
  const of = colourOf ?? ((place: number) => mixed(...theme.ends, place));
  return (
    <g aria-hidden="true">
      {Array.from({ length: steps }, (_, i) => (
        <rect
          key={i}
          x={x + (i * width) / steps}
          y={y - 8}
          width={width / steps + 0.6}
          height={8}
          fill={of(i / (steps - 1))}
        />
      ))}
      <text x={x - 6} y={y} textAnchor="end" fill={theme.text}>
        {low}
      </text>
      <text x={x + width + 6} y={y} fill={theme.text}>
        {high}
      </text>
    </g>
  );
}
