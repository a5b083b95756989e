/** The best that each search had found, trial by trial. */
import type { Objective } from '#/core/protocol/sweep';
import { bestSoFar } from '#/core/sweeps/bestSoFar';
import { numberAxis } from '#/ui/charts/linked/axis';
import type { PlotFocus } from '#/ui/charts/linked/focus';
import { LinkedPlot } from '#/ui/charts/linked/LinkedPlot';
import { objectiveAxisText, objectiveText, objectiveTitle } from '../../run/sweep/sweepNames';
import { type ComparedSweep, markOf, markText } from './comparedSweep';

export function SweepLines({
  sweeps,
  objective,
  focus,
}: {
  sweeps: readonly ComparedSweep[];
  objective: Objective;
  focus: PlotFocus;
}) {
  const { metric } = objective;
  const lines = sweeps.map(({ trials }) => bestSoFar(objective, trials));
  const last = Math.max(2, ...sweeps.map(({ trials }) => (trials.at(-1)?.number ?? 0) + 1));
  const xAxis = numberAxis([1, last], 6, undefined, true);
  const yAxis = numberAxis(
    lines.flatMap((steps) => steps.map(({ value }) => value)),
    5,
    objectiveAxisText(metric),
  );
  const place = ({ number, value }: { number: number; value: number }) => ({
    x: xAxis.place(number + 1) ?? 0,
    y: yAxis.place(value) ?? 0,
  });
  const marks = lines.flatMap((steps, at) =>
    steps.map((step) => ({ number: markOf(at, step.number), ...place(step) })),
  );
  const values = new Map(
    lines.flatMap((steps, at) => steps.map(({ number, value }) => [markOf(at, number), value] as const)),
  );
  const title = objectiveTitle(metric);
  return (
    <LinkedPlot
      title="Best so far"
      fileName="searches"
      description={`The best ${title.toLowerCase()} of ${sweeps.length} searches, trial by trial.`}
      xLabel="Trial"
      yLabel={title}
      xAxis={xAxis}
      yAxis={yAxis}
      marks={marks}
      told={(mark) => `${markText(sweeps, mark)}: ${objectiveText(metric, values.get(mark))}`}
      focus={focus}
      height={280}
      none={marks.length === 0 ? 'No trial is complete yet.' : undefined}
      toTable={() => [
        ['search', 'trial', `best ${metric}`],
        ...lines.flatMap((steps, at) =>
          steps.map(({ number, value }) => [sweeps[at]?.name ?? '', number + 1, value]),
        ),
      ]}
    >
      {(area) =>
        lines.map((steps, at) => {
          const points = steps.map(place);
          const sweep = sweeps[at] as ComparedSweep;
          const corners = points.flatMap(({ x, y }, i) => [
            ...(i > 0 ? [`${area.x(x)},${area.y(points[i - 1]?.y ?? 0)}`] : []),
            `${area.x(x)},${area.y(y)}`,
          ]);
          const end = points.at(-1);
          if (end)
            corners.push(
              `${area.x(xAxis.place((sweep.trials.at(-1)?.number ?? 0) + 1) ?? 1)},${area.y(end.y)}`,
            );
          return (
            <g key={sweep.id}>
              <polyline
                points={corners.join(' ')}
                fill="none"
                stroke={sweep.color}
                strokeWidth={2}
                strokeDasharray={sweep.dash}
              />
              {points.map(({ x, y }, i) => (
                <circle
                  key={steps[i]?.number}
                  cx={area.x(x)}
                  cy={area.y(y)}
                  r={focus.hovered === markOf(at, steps[i]?.number ?? 0) ? 5 : 3}
                  fill={sweep.color}
                />
              ))}
            </g>
          );
        })
      }
    </LinkedPlot>
  );
}
