/** A trial in a plot: shape and colour say how it ended. */
import { useChartTheme } from '#/ui/charts/palette';
import type { TrialState } from '#/core/sweeps/trials';
import { isFaint, type SweepFocus } from './sweepFocus';

export function TrialDot({
  x,
  y,
  number,
  state,
  focus,
}: {
  x: number;
  y: number;
  number: number;
  state: TrialState;
  focus: SweepFocus;
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
      fill={hollow ? theme.background : theme.series[0]}
      stroke={stands ? theme.series[1] : hollow ? theme.text : theme.background}
      strokeWidth={stands ? 2.5 : hollow ? 1.5 : 1}
      opacity={opacity}
    />
  );
}
