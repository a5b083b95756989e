/** Two objectives at once: every complete trial, and the front of those that none beats in all objectives. */
import { Select } from '@mantine/core';
import { useState } from 'react';
import type { SweepPlan } from '#/core/protocol/sweep';
import { frontOf, signOf, type Trial } from '#/core/sweeps/trials';
import { logAxis, numberAxis, type PlotAxis } from '#/ui/charts/linked/axis';
import type { PlotFocus } from '#/ui/charts/linked/focus';
import { LinkedPlot, type Mark } from '#/ui/charts/linked/LinkedPlot';
import linked from '#/ui/charts/linked/linked.module.css';
import { PlotDot } from '#/ui/charts/linked/PlotDot';
import { useChartTheme } from '#/ui/charts/palette';
import { isSpread, objectiveAxisText, objectiveTitle } from './sweepNames';
import { tellTrials } from './trialText';

export function ParetoPlot({
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
  const [[x, y], choose] = useState<[number, number]>([1, 0]);
  const complete = trials.filter(({ state }) => state === 'complete');
  const axisOf = (at: number): PlotAxis<number> => {
    const values = complete.map(({ values: of }) => of?.[at] as number);
    const text = objectiveAxisText(plan.objectives[at]?.metric ?? '');
    return isSpread(values) ? logAxis(values, 5, text) : numberAxis(values, 5, text);
  };
  const [xAxis, yAxis] = [axisOf(x), axisOf(y)];
  const place = (trial: Trial): Mark => ({
    number: trial.number,
    x: xAxis.place(trial.values?.[x]) ?? 0,
    y: yAxis.place(trial.values?.[y]) ?? 0,
  });
  const marks = complete.map(place);
  const front = frontOf(plan, trials);
  const inFront = new Set(front.map(({ number }) => number));
  const [titleX, titleY] = [x, y].map((at) => objectiveTitle(plan.objectives[at]?.metric ?? ''));
  const choices = plan.objectives.map(({ metric }, at) => ({
    value: String(at),
    label: objectiveTitle(metric),
  }));
  return (
    <LinkedPlot
      title="Front"
      figure={complete.length > 0 ? `${front.length} of ${complete.length} beaten by none` : undefined}
      fileName={fileName}
      description={`${titleY} over ${titleX} of ${complete.length} trials; ${front.length} are beaten by none.`}
      xLabel={titleX ?? ''}
      yLabel={titleY ?? ''}
      xAxis={xAxis}
      yAxis={yAxis}
      marks={marks}
      told={tellTrials(trials, plan.objectives)}
      focus={focus}
      height={300}
      none={complete.length === 0 ? 'No trial is complete yet.' : undefined}
      controls={
        plan.objectives.length > 2 && (
          <div className={linked.controls}>
            {([x, y] as const).map((chosen, axis) => (
              <Select
                key={axis === 0 ? 'across' : 'up'}
                aria-label={axis === 0 ? 'Objective across' : 'Objective upwards'}
                size="xs"
                w={180}
                allowDeselect={false}
                data={choices.filter(({ value }) => value !== String(axis === 0 ? y : x))}
                value={String(chosen)}
                onChange={(value) => value && choose(axis === 0 ? [Number(value), y] : [x, Number(value)])}
              />
            ))}
          </div>
        )
      }
      toTable={() => [
        ['trial', 'front', ...plan.objectives.map(({ metric }) => metric)],
        ...complete.map(({ number, values }) => [
          number + 1,
          inFront.has(number) ? 1 : 0,
          ...plan.objectives.map((_, at) => values?.[at] ?? null),
        ]),
      ]}
    >
      {(area) => (
        <>
          {plan.objectives.length === 2 && (
            <polyline
              points={stairs(front.map(place), signOf(plan.objectives[y] ?? { metric: '', better: 'lower' }))
                .map(([px, py]) => `${area.x(px)},${area.y(py)}`)
                .join(' ')}
              fill="none"
              stroke={theme.series[1]}
              strokeWidth={1.75}
            />
          )}
          {complete.map((trial, at) => (
            <PlotDot
              key={trial.number}
              x={area.x(marks[at]?.x ?? 0)}
              y={area.y(marks[at]?.y ?? 0)}
              number={trial.number}
              state={trial.state}
              color={inFront.has(trial.number) ? theme.series[1] : undefined}
              focus={focus}
            />
          ))}
        </>
      )}
    </LinkedPlot>
  );
}

/** Along a front: what is reached between two of its points is what the worse of both has. */
function stairs(points: readonly Mark[], sign: number): [number, number][] {
  const sorted = points.toSorted((a, b) => a.x - b.x || a.y - b.y);
  return sorted.flatMap(({ x, y }, at): [number, number][] => {
    const before = sorted[at - 1];
    // Upwards is better: the height stays until the next point is reached; else it falls first.
    const corner: [number, number][] = !before
      ? []
      : sign < 0 === y > before.y
        ? [[x, before.y]]
        : [[before.x, y]];
    return [...corner, [x, y]];
  });
}
