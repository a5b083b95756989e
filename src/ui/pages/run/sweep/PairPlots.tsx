/** Two parameters at once: what is to be expected of them together, and which trials were among the best. */
import { Select } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { Objective, ParamSpec, SweepPlan } from '#/core/protocol/sweep';
import { landscapeOf } from '#/core/sweeps/importance/landscape';
import { ranked, signOf, type Trial } from '#/core/sweeps/trials';
import { cssColor } from '#/core/slices/colorMaps';
import type { PlotFocus } from '#/ui/charts/linked/focus';
import { LinkedPlot, type Mark } from '#/ui/charts/linked/LinkedPlot';
import linked from '#/ui/charts/linked/linked.module.css';
import { PlotDot } from '#/ui/charts/linked/PlotDot';
import classes from './sweep.module.css';
import { objectiveText, objectiveTitle, paramTitle } from './sweepNames';
import { paramAxis, paramText } from './plotAxis';
import { ColorScale } from './ColorScale';
import { tellTrials } from './trialText';

const cells = 32;

export function PairPlots({
  trials,
  plan,
  names,
  focus,
  fileName,
}: {
  trials: readonly Trial[];
  plan: SweepPlan;
  /** Parameters, the most important first. */
  names: readonly string[];
  focus: PlotFocus;
  fileName: string;
}) {
  const [chosen, choose] = useState<{ across?: string; up?: string }>({});
  const across = chosen.across ?? names[0] ?? '';
  const up = chosen.up ?? names.find((name) => name !== across) ?? '';
  const [objective] = plan.objectives as [Objective];
  const rows = useMemo(() => landscapeOf(plan, trials, [across, up], cells), [plan, trials, across, up]);
  const judged = trials.filter(
    ({ values, params }) =>
      Number.isFinite(values?.[0]) && params[across] !== undefined && params[up] !== undefined,
  );
  const order = ranked(plan, judged);
  const shareOf = new Map(order.map(({ number }, at) => [number, 1 - at / Math.max(1, order.length - 1)]));
  const [xAxis, yAxis] = [paramAxis(plan.space[across] as ParamSpec), paramAxis(plan.space[up] as ParamSpec)];
  const marks = judged.map(
    ({ number, params }): Mark => ({
      number,
      x: xAxis.place(params[across]) ?? 0,
      y: yAxis.place(params[up]) ?? 0,
    }),
  );
  const all = rows?.flat() ?? [];
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const sign = signOf(objective);
  // Bright is better, whichever way that is.
  const shade = (value: number) =>
    cssColor('viridis', sign < 0 ? (value - low) / (high - low || 1) : (high - value) / (high - low || 1));
  const choices = (but: string) =>
    names.filter((name) => name !== but).map((value) => ({ value, label: paramTitle(value) }));
  const title = objectiveTitle(objective.metric);
  const pair = `${paramTitle(up)} over ${paramTitle(across)}`;
  const common = {
    fileName,
    xLabel: paramTitle(across),
    yLabel: paramTitle(up),
    xAxis,
    yAxis,
    marks,
    told: tellTrials(trials, plan.objectives),
    focus,
    height: 300,
  };
  return (
    <section aria-label="Two parameters together">
      <div className={linked.controls}>
        <span>Two parameters together:</span>
        <Select
          aria-label="Parameter across"
          size="xs"
          w={180}
          allowDeselect={false}
          data={choices(up)}
          value={across}
          onChange={(value) => value && choose({ across: value, up })}
        />
        <span>and</span>
        <Select
          aria-label="Parameter upwards"
          size="xs"
          w={180}
          allowDeselect={false}
          data={choices(across)}
          value={up}
          onChange={(value) => value && choose({ across, up: value })}
        />
      </div>
      <div className={classes.plots}>
        <LinkedPlot
          {...common}
          title="Contour"
          figure={
            rows && (
              <ColorScale
                worst={objectiveText(objective.metric, sign < 0 ? low : high)}
                best={objectiveText(objective.metric, sign < 0 ? high : low)}
              />
            )
          }
          description={`What is expected of ${title} by ${pair}, from ${judged.length} trials.`}
          none={rows ? undefined : 'Known after eight trials.'}
          toTable={() => [
            [`${across} (place)`, `${up} (place)`, `expected ${objective.metric}`],
            ...(rows ?? []).flatMap((row, y) =>
              row.map((value, x) => [(x + 0.5) / cells, (y + 0.5) / cells, value]),
            ),
          ]}
        >
          {(area) => (
            <>
              <g shapeRendering="crispEdges">
                {(rows ?? []).flatMap((row, y) =>
                  row.map((value, x) => (
                    <rect
                      // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its place
                      key={`${x} ${y}`}
                      x={area.x(x / cells)}
                      y={area.y((y + 1) / cells)}
                      width={area.width / cells + 0.5}
                      height={area.height / cells + 0.5}
                      fill={shade(value)}
                    />
                  )),
                )}
              </g>
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
        <LinkedPlot
          {...common}
          title="Ranks"
          figure={<ColorScale worst="worst" best="best" />}
          description={`Ranks of ${order.length} complete trials by ${pair}.`}
          none={order.length === 0 ? 'No trial is complete yet.' : undefined}
          toTable={() => [
            ['trial', 'rank', across, up, objective.metric],
            ...order.map(({ number, params, values }, at) => [
              number + 1,
              at + 1,
              paramText(params[across]),
              paramText(params[up]),
              values?.[0] ?? null,
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
                color={cssColor('viridis', shareOf.get(trial.number) ?? 0)}
                outlined
                focus={focus}
              />
            ))
          }
        </LinkedPlot>
      </div>
    </section>
  );
}
