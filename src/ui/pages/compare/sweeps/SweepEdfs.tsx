/** Which share of the trials of each search is at most so good. */
import type { Objective } from '#/core/protocol/sweep';
import { edfOf } from '#/core/sweeps/edf';
import { numberAxis } from '#/ui/charts/linked/axis';
import type { PlotFocus } from '#/ui/charts/linked/focus';
import { LinkedPlot } from '#/ui/charts/linked/LinkedPlot';
import { objectiveAxisText, objectiveText, objectiveTitle } from '../../run/sweep/sweepNames';
import { type ComparedSweep, markOf, markText } from './comparedSweep';

export function SweepEdfs({
  sweeps,
  objective,
  focus,
}: {
  sweeps: readonly ComparedSweep[];
  objective: Objective;
  focus: PlotFocus;
}) {
  const { metric } = objective;
  const curves = sweeps.map(({ trials }) => edfOf(trials));
  const xAxis = numberAxis(
    curves.flatMap((points) => points.map(({ value }) => value)),
    5,
    objectiveAxisText(metric),
  );
  const yAxis = numberAxis([0, 1], 5);
  const marks = curves.flatMap((points, at) =>
    points.map(({ number, value, share }) => ({
      number: markOf(at, number),
      x: xAxis.place(value) ?? 0,
      y: yAxis.place(share) ?? 0,
    })),
  );
  const values = new Map(
    curves.flatMap((points, at) => points.map(({ number, value }) => [markOf(at, number), value] as const)),
  );
  const title = objectiveTitle(metric);
  return (
    <LinkedPlot
      title="Share of trials"
      fileName="searches"
      description={`The share of the complete trials of ${sweeps.length} searches with at most a ${title.toLowerCase()}.`}
      xLabel={title}
      yLabel="Share at most"
      xAxis={xAxis}
      yAxis={yAxis}
      marks={marks}
      told={(mark) => `${markText(sweeps, mark)}: ${objectiveText(metric, values.get(mark))}`}
      focus={focus}
      height={280}
      none={marks.length === 0 ? 'No trial is complete yet.' : undefined}
      toTable={() => [
        ['search', metric, 'share'],
        ...curves.flatMap((points, at) =>
          points.map(({ value, share }) => [sweeps[at]?.name ?? '', value, share]),
        ),
      ]}
    >
      {(area) =>
        curves.map((points, at) => {
          const sweep = sweeps[at] as ComparedSweep;
          const corners = points.flatMap(({ value, share }, i) => {
            const x = area.x(xAxis.place(value) ?? 0);
            return [
              `${x},${area.y(yAxis.place(points[i - 1]?.share ?? 0) ?? 0)}`,
              `${x},${area.y(yAxis.place(share) ?? 0)}`,
            ];
          });
          const hovered = points.find(({ number }) => markOf(at, number) === focus.hovered);
          return (
            <g key={sweep.id}>
              <polyline
                points={corners.join(' ')}
                fill="none"
                stroke={sweep.color}
                strokeWidth={2}
                strokeDasharray={sweep.dash}
              />
              {hovered && (
                <circle
                  cx={area.x(xAxis.place(hovered.value) ?? 0)}
                  cy={area.y(yAxis.place(hovered.share) ?? 0)}
                  r={5}
                  fill={sweep.color}
                />
              )}
            </g>
          );
        })
      }
    </LinkedPlot>
  );
}
