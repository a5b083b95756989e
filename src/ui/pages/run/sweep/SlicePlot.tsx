/** The objective over one parameter: where good trials lie. */
import type { Objective, ParamSpec } from '#/core/protocol/sweep';
import type { Trial } from '#/core/sweeps/trials';
import { numberAxis } from '#/ui/charts/linked/axis';
import { paramAxis, paramText } from './plotAxis';
import { tellTrials } from './trialText';
import { objectiveAxisText, objectiveTitle, paramTitle } from './sweepNames';
import { type Mark, LinkedPlot } from '#/ui/charts/linked/LinkedPlot';
import type { PlotFocus } from '#/ui/charts/linked/focus';
import { PlotDot } from '#/ui/charts/linked/PlotDot';

export function SlicePlot({
  name,
  spec,
  trials,
  objective,
  share,
  focus,
  fileName,
}: {
  name: string;
  spec: ParamSpec;
  trials: readonly Trial[];
  objective: Objective;
  /** Of the variance, by this parameter alone. */
  share?: number;
  focus: PlotFocus;
  fileName: string;
}) {
  const title = objectiveTitle(objective.metric);
  const judged = trials.filter(
    (trial) => Number.isFinite(trial.values?.[0]) && trial.params[name] !== undefined,
  );
  const xAxis = paramAxis(spec);
  const yAxis = numberAxis(
    judged.map((trial) => trial.values?.[0] as number),
    5,
    objectiveAxisText(objective.metric),
  );
  const marks = judged.map(
    (trial): Mark => ({
      number: trial.number,
      x: xAxis.place(trial.params[name]) ?? 0,
      y: yAxis.place(trial.values?.[0]) ?? 0,
    }),
  );
  return (
    <LinkedPlot
      title={paramTitle(name)}
      figure={share === undefined ? undefined : `explains ${Math.round(share * 100)} %`}
      fileName={fileName}
      description={`${title} over ${paramTitle(name)}, ${judged.length} trials.`}
      xLabel={paramTitle(name)}
      yLabel={title}
      xAxis={xAxis}
      yAxis={yAxis}
      marks={marks}
      told={tellTrials(trials, [objective])}
      focus={focus}
      height={200}
      none={judged.length === 0 ? 'No trial has ended yet.' : undefined}
      toTable={() => [
        ['trial', 'state', name, objective.metric],
        ...judged.map((trial) => [
          trial.number + 1,
          trial.state,
          paramText(trial.params[name]),
          trial.values?.[0] ?? null,
        ]),
      ]}
    >
      {(area) =>
        judged.map((trial, at) => (
          <PlotDot
            key={trial.number}
            x={area.x(marks[at]?.x ?? 0)}
            y={area.y(marks[at]?.y ?? 0)}
            number={trial.number}
            state={trial.state}
            focus={focus}
          />
        ))
      }
    </LinkedPlot>
  );
}
