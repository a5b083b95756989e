/** What each trial reported after each epoch: how pruned ones fell behind. */
import type { Objective } from '#/core/protocol/sweep';
import type { Trial } from '#/core/sweeps/trials';
import { useChartTheme } from '#/ui/charts/palette';
import { numberAxis } from '#/ui/charts/linked/axis';
import { tellTrials } from './trialText';
import { objectiveAxisText, objectiveTitle } from './sweepNames';
import { type Mark, LinkedPlot } from '#/ui/charts/linked/LinkedPlot';
import { isFaint, type PlotFocus } from '#/ui/charts/linked/focus';

export function CoursesPlot({
  trials,
  objective,
  best,
  focus,
  fileName,
}: {
  trials: readonly Trial[];
  objective: Objective;
  best?: number;
  focus: PlotFocus;
  fileName: string;
}) {
  const theme = useChartTheme();
  const title = objectiveTitle(objective.metric);
  const told = trials.filter(({ reported }) => reported.length > 0);
  const longest = Math.max(2, ...told.map(({ reported }) => reported.length));
  const xAxis = numberAxis([1, longest], 6, undefined, true);
  const yAxis = numberAxis(
    told.flatMap(({ reported }) => reported),
    5,
    objectiveAxisText(objective.metric),
  );
  const linesOf = told.map(({ number, reported }) => ({
    number,
    points: reported.flatMap((value, at) => {
      const y = yAxis.place(value);
      return y === undefined ? [] : [{ x: xAxis.place(at + 1) ?? 0, y }];
    }),
  }));
  const marks = linesOf.flatMap(({ number, points }): Mark[] =>
    points.map((point) => ({ number, ...point })),
  );
  return (
    <LinkedPlot
      title="Course of the trials"
      fileName={fileName}
      description={`${title} of ${told.length} trials after each epoch.`}
      xLabel="Epoch"
      yLabel={title}
      xAxis={xAxis}
      yAxis={yAxis}
      marks={marks}
      told={tellTrials(trials, [objective])}
      focus={focus}
      none={told.length === 0 ? 'No trial has ended yet.' : undefined}
      toTable={() => [
        ['trial', 'epoch', objective.metric],
        ...told.flatMap(({ number, reported }) => reported.map((value, at) => [number + 1, at + 1, value])),
      ]}
    >
      {(area) =>
        linesOf.map(({ number, points }) => {
          const stands = focus.hovered === number || focus.picked.has(number) || number === best;
          const last = points.at(-1);
          const color = number === best ? theme.series[1] : theme.series[0];
          const opacity = isFaint(focus, number) ? 0.12 : stands ? 1 : 0.45;
          return (
            <g key={number} opacity={opacity}>
              <polyline
                points={points.map(({ x, y }) => `${area.x(x)},${area.y(y)}`).join(' ')}
                fill="none"
                stroke={color}
                strokeWidth={stands ? 2.25 : 1.25}
              />
              {last && <circle cx={area.x(last.x)} cy={area.y(last.y)} r={stands ? 3.5 : 2.5} fill={color} />}
            </g>
          );
        })
      }
    </LinkedPlot>
  );
}
