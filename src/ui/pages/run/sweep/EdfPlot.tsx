/** Which share of the trials is at most so good: the further it reaches to the better side, the better the space. */
import type { Objective } from '#/core/protocol/sweep';
import { edfOf } from '#/core/sweeps/edf';
import type { Trial } from '#/core/sweeps/trials';
import { useChartTheme } from '#/ui/charts/palette';
import { numberAxis } from '#/ui/charts/linked/axis';
import { tellTrials } from './trialText';
import { objectiveAxisText, objectiveTitle } from './sweepNames';
import { type Mark, LinkedPlot } from '#/ui/charts/linked/LinkedPlot';
import type { PlotFocus } from '#/ui/charts/linked/focus';
import { PlotDot } from '#/ui/charts/linked/PlotDot';

export function EdfPlot({
  trials,
  objective,
  focus,
  fileName,
}: {
  trials: readonly Trial[];
  objective: Objective;
  focus: PlotFocus;
  fileName: string;
}) {
  const theme = useChartTheme();
  const title = objectiveTitle(objective.metric);
  const points = edfOf(trials);
  const xAxis = numberAxis(
    points.map(({ value }) => value),
    5,
    objectiveAxisText(objective.metric),
  );
  const yAxis = numberAxis([0, 1], 5);
  const marks = points.map(
    ({ number, value, share }): Mark => ({
      number,
      x: xAxis.place(value) ?? 0,
      y: yAxis.place(share) ?? 0,
    }),
  );
  return (
    <LinkedPlot
      title="Share of trials"
      fileName={fileName}
      description={`The share of ${points.length} complete trials with at most a ${title.toLowerCase()}.`}
      xLabel={title}
      yLabel="Share at most"
      xAxis={xAxis}
      yAxis={yAxis}
      marks={marks}
      told={tellTrials(trials, [objective])}
      focus={focus}
      none={points.length === 0 ? 'No trial is complete yet.' : undefined}
      toTable={() => [[objective.metric, 'share'], ...points.map(({ value, share }) => [value, share])]}
    >
      {(area) => (
        <>
          <polyline
            points={marks
              .flatMap(({ x, y }, at) => [
                `${area.x(x)},${area.y(marks[at - 1]?.y ?? yAxis.place(0) ?? 0)}`,
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
