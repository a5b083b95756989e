/** Every trial in the order it was asked for, and the best so far. */
import type { Objective } from '#/core/protocol/sweep';
import { bestSoFar } from '#/core/sweeps/bestSoFar';
import type { Trial } from '#/core/sweeps/trials';
import { useChartTheme } from '#/ui/charts/palette';
import { metricText } from '#/ui/charts/metricNames';
import { numberAxis } from '#/ui/charts/linked/axis';
import { tellTrials } from './trialText';
import { objectiveAxisText, objectiveTitle } from './sweepNames';
import { type Mark, LinkedPlot } from '#/ui/charts/linked/LinkedPlot';
import type { PlotFocus } from '#/ui/charts/linked/focus';
import { PlotDot } from '#/ui/charts/linked/PlotDot';

export function HistoryPlot({
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
  const judged = trials.filter((trial) => Number.isFinite(trial.values?.[0]));
  const yAxis = numberAxis(
    judged.map((trial) => trial.values?.[0] as number),
    5,
    objectiveAxisText(objective.metric),
  );
  const last = trials.at(-1)?.number ?? 0;
  const xAxis = numberAxis([1, Math.max(2, last + 1)], 6, undefined, true);
  const place = (trial: Trial): Mark => ({
    number: trial.number,
    x: xAxis.place(trial.number + 1) ?? 0,
    y: yAxis.place(trial.values?.[0]) ?? 0,
  });
  const marks = judged.map(place);
  const found = bestSoFar(objective, trials);
  const best = found.at(-1)?.value;
  const steps = found.flatMap(({ number, value }, at) => {
    const [x, y] = [xAxis.place(number + 1) ?? 0, yAxis.place(value) ?? 0];
    const before = found[at - 1];
    return [...(before ? [{ x, y: yAxis.place(before.value) ?? 0 }] : []), { x, y }];
  });
  const end = steps.at(-1);
  if (end) steps.push({ x: xAxis.place(last + 1) ?? 1, y: end.y });
  return (
    <LinkedPlot
      title="History"
      figure={best === undefined ? undefined : `best ${metricText(objective.metric, best)}`}
      fileName={fileName}
      description={`${title} of ${judged.length} trials in their order; the best is ${best === undefined ? 'not known' : metricText(objective.metric, best)}.`}
      xLabel="Trial"
      yLabel={title}
      xAxis={xAxis}
      yAxis={yAxis}
      marks={marks}
      told={tellTrials(trials, [objective])}
      focus={focus}
      none={judged.length === 0 ? 'The first trial is on its way.' : undefined}
      toTable={() => [
        ['trial', 'state', objective.metric],
        ...judged.map((trial) => [trial.number + 1, trial.state, trial.values?.[0] ?? null]),
      ]}
    >
      {(area) => (
        <>
          <polyline
            points={steps.map(({ x, y }) => `${area.x(x)},${area.y(y)}`).join(' ')}
            fill="none"
            stroke={theme.series[1]}
            strokeWidth={1.75}
          />
          {judged.map((trial, at) => (
            <PlotDot
              key={trial.number}
              x={area.x(marks[at]?.x ?? 0)}
              y={area.y(marks[at]?.y ?? 0)}
              number={trial.number}
              state={trial.state}
              focus={focus}
            />
          ))}
        </>
      )}
    </LinkedPlot>
  );
}
