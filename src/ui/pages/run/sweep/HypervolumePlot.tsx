/** How much of the box between the best and the worst values the front covers, trial by trial. */
import type { SweepPlan } from '#/core/protocol/sweep';
import { hypervolumeCourse } from '#/core/sweeps/hypervolumeCourse';
import type { Trial } from '#/core/sweeps/trials';
import { numberAxis } from '#/ui/charts/linked/axis';
import type { PlotFocus } from '#/ui/charts/linked/focus';
import { LinkedPlot, type Mark } from '#/ui/charts/linked/LinkedPlot';
import { PlotDot } from '#/ui/charts/linked/PlotDot';
import { formatNumber, formatShare } from '#/ui/charts/formatNumber';
import { useChartTheme } from '#/ui/charts/palette';

export function HypervolumePlot({
  trials,
  plan,
  focus,
  fileName,
}: {
  trials: readonly Trial[];
  plan: SweepPlan;
  focus: PlotFocus;
  fileName: string;
}) {
  const theme = useChartTheme();
  const course = hypervolumeCourse(plan, trials);
  const last = Math.max(2, (course.at(-1)?.number ?? 0) + 1);
  const xAxis = numberAxis([1, last], 6, undefined, true);
  const yAxis = numberAxis([0, ...course.map(({ share }) => share)]);
  const marks = course.map(
    ({ number, share }): Mark => ({ number, x: xAxis.place(number + 1) ?? 0, y: yAxis.place(share) ?? 0 }),
  );
  const shares = new Map(course.map(({ number, share }) => [number, share]));
  const end = course.at(-1)?.share;
  return (
    <LinkedPlot
      title="Hypervolume"
      figure={end === undefined ? undefined : formatShare(end)}
      fileName={fileName}
      description={`Share of the box between the worst and the best values that the front covers, over ${course.length} complete trials.`}
      xLabel="Trial"
      yLabel="Share covered"
      xAxis={xAxis}
      yAxis={yAxis}
      marks={marks}
      told={(number) => `after trial ${number + 1}: ${formatNumber(shares.get(number))}`}
      focus={focus}
      height={300}
      none={course.length === 0 ? 'No trial is complete yet.' : undefined}
      toTable={() => [['trial', 'hypervolume'], ...course.map(({ number, share }) => [number + 1, share])]}
    >
      {(area) => (
        <>
          <polyline
            points={marks
              .flatMap(({ x, y }, at) => [
                ...(at > 0 ? [`${area.x(x)},${area.y(marks[at - 1]?.y ?? 0)}`] : []),
                `${area.x(x)},${area.y(y)}`,
              ])
              .join(' ')}
            fill="none"
            stroke={theme.series[0]}
            strokeWidth={1.75}
          />
          {marks
            .filter(({ number }) => focus.hovered === number || focus.picked.has(number))
            .map(({ number, x, y }) => (
              <PlotDot
                key={number}
                x={area.x(x)}
                y={area.y(y)}
                number={number}
                state="complete"
                focus={focus}
              />
            ))}
        </>
      )}
    </LinkedPlot>
  );
}
