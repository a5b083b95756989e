/** Which share of the trials is at most so good: the further it reaches to the better side, the better the space. */
import type { Objective } from '#/core/protocol/sweep';
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
  const complete = trials
    .filter(({ state }) => state === 'complete')
    .sort((a, b) => (a.values?.[0] as number) - (b.values?.[0] as number));
  const xAxis = numberAxis(
    complete.map((trial) => trial.values?.[0] as number),
    5,
    objectiveAxisText(objective.metric),
  );
  const yAxis = numberAxis([0, 1], 5);
  const marks = complete.map(
    (trial, at): Mark => ({
      number: trial.number,
      x: xAxis.place(trial.values?.[0]) ?? 0,
      y: yAxis.place((at + 1) / complete.length) ?? 0,
    }),
  );
  return (
    <LinkedPlot
      title="Share of trials"
      fileName={fileName}
      description={`The share of ${complete.length} complete trials with at most a ${title.toLowerCase()}.`}
      xLabel={title}
      yLabel="Share at most"
      xAxis={xAxis}
      yAxis={yAxis}
      marks={marks}
      told={tellTrials(trials, [objective])}
      focus={focus}
      none={complete.length === 0 ? 'No trial is complete yet.' : undefined}
      toTable={() => [
        [objective.metric, 'share'],
        ...complete.map((trial, at) => [trial.values?.[0] ?? null, (at + 1) / complete.length]),
      ]}
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
          {complete
            .filter(({ number }) => focus.hovered === number || focus.picked.has(number))
            .map((trial) => {
              const mark = marks.find(({ number }) => number === trial.number);
              return (
                <PlotDot
                  key={trial.number}
                  x={area.x(mark?.x ?? 0)}
                  y={area.y(mark?.y ?? 0)}
                  number={trial.number}
                  state={trial.state}
                  focus={focus}
                />
              );
            })}
        </>
      )}
    </LinkedPlot>
  );
}
