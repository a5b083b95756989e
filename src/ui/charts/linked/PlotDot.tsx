/** A point in a linked plot: shape and colour say how it ended. */
import { useChartTheme } from '#/ui/charts/palette';
import { isFaint, type PlotFocus } from './focus';

export function PlotDot({
  x,
  y,
  number,
  state,
  color,
  outlined,
  focus,
}: {
  x: number;
  y: number;
  number: number;
  /** "complete" is filled, "failed" a cross, all else hollow. */
  state: string;
  /** Of a filled one. */
  color?: string;
  /** Where its colour may be that of the background. */
  outlined?: boolean;
  focus: PlotFocus;
}) {
  const theme = useChartTheme();
  const stands = focus.hovered === number || focus.picked.has(number);
  const r = stands ? 6 : 4;
  const opacity = isFaint(focus, number) ? 0.2 : 1;
  if (state === 'failed')
    return (
      <path
        d={`M${x - r} ${y - r}L${x + r} ${y + r}M${x - r} ${y + r}L${x + r} ${y - r}`}
        stroke={theme.series[6]}
        strokeWidth={2}
        opacity={opacity}
      />
    );
  const hollow = state !== 'complete';
  return (
    <circle
      cx={x}
      cy={y}
      r={r}
      fill={hollow ? theme.background : (color ?? theme.series[0])}
      stroke={stands ? theme.series[1] : hollow || outlined ? theme.text : theme.background}
      strokeWidth={stands ? 2.5 : hollow ? 1.5 : 1}
      opacity={opacity}
    />
  );
}
