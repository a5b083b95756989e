/** Every trial as a line over its settings and its figure. Drawn over an axis, a brush keeps the trials that pass there. */
import { useElementSize } from '@mantine/hooks';
import { type PointerEvent, useState } from 'react';
import type { SweepPlan } from '#/core/protocol/sweep';
import type { Trial } from '#/core/sweeps/trials';
import { useChartTheme } from '#/ui/charts/palette';
import { PlotFrame } from '#/ui/charts/plots/PlotFrame';
import { numberAxis, type PlotAxis, paramAxis, paramText } from './plotAxis';
import { shortened } from './SvgPlot';
import { objectiveTitle, paramTitle } from './sweepNames';
import classes from './sweep.module.css';
import { isFaint, type SweepFocus } from './sweepFocus';

const height = 300;
const edge = { top: 40, bottom: 14, left: 40, right: 64 };
const reach = 22;

interface Column {
  title: string;
  ticks: PlotAxis<never>['ticks'];
  placeOf(trial: Trial): number | undefined;
}

export function ParallelPlot({
  trials,
  plan,
  best,
  focus,
  fileName,
}: {
  trials: readonly Trial[];
  plan: SweepPlan;
  best?: number;
  focus: SweepFocus;
  fileName: string;
}) {
  const theme = useChartTheme();
  const { ref, width } = useElementSize();
  const [brushes, setBrushes] = useState<ReadonlyMap<number, readonly [from: number, to: number]>>(new Map());
  const [begun, setBegun] = useState<{ column: number; at: number }>();
  const judged = trials.filter((trial) => Number.isFinite(trial.values?.[0]));
  const columns: Column[] = [
    ...Object.entries(plan.space).map(([name, spec]): Column => {
      const axis = paramAxis(spec);
      return {
        title: paramTitle(name),
        ticks: axis.ticks,
        placeOf: (trial) => axis.place(trial.params[name]),
      };
    }),
    ...plan.objectives.map(({ metric }, at): Column => {
      const axis = numberAxis(judged.flatMap(({ values }) => values?.[at] ?? []));
      return {
        title: objectiveTitle(metric),
        ticks: axis.ticks,
        placeOf: (trial) => axis.place(trial.values?.[at]),
      };
    }),
  ];
  const step = (Math.max(width, 200) - edge.left - edge.right) / Math.max(1, columns.length - 1);
  const x = (column: number) => edge.left + column * step;
  const y = (at: number) => edge.top + (1 - at) * (height - edge.top - edge.bottom);
  const placeOfPointer = (event: PointerEvent<SVGSVGElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const [px, py] = [event.clientX - box.left, event.clientY - box.top];
    const column = Math.round((px - edge.left) / step);
    const at = 1 - (py - edge.top) / (height - edge.top - edge.bottom);
    return { column, at: Math.min(Math.max(at, 0), 1), near: Math.abs(px - x(column)) <= reach };
  };
  const pickWithin = (all: typeof brushes) => {
    setBrushes(all);
    const passes = (trial: Trial) =>
      [...all].every(([column, [from, to]]) => {
        const at = columns[column]?.placeOf(trial);
        return at !== undefined && at >= from && at <= to;
      });
    focus.pick(all.size === 0 ? [] : judged.filter(passes).map(({ number }) => number));
  };
  const endBrush = (event: PointerEvent<SVGSVGElement>) => {
    if (!begun) return;
    const { at } = placeOfPointer(event);
    const next = new Map(brushes);
    if (Math.abs(at - begun.at) < 0.02) next.delete(begun.column);
    else next.set(begun.column, [Math.min(at, begun.at), Math.max(at, begun.at)]);
    setBegun(undefined);
    pickWithin(next);
  };
  const [least, most] = [Math.min(...judged.map(scoreOf)), Math.max(...judged.map(scoreOf))];
  const isHigher = plan.objectives[0]?.better === 'higher';
  /** From 0, the worst, to 1. */
  const goodness = (trial: Trial): number => {
    const at = (scoreOf(trial) - least) / (most - least || 1);
    return isHigher ? at : 1 - at;
  };
  return (
    <PlotFrame
      title="Settings side by side"
      figure={brushes.size > 0 ? `${focus.picked.size} of ${judged.length} picked` : undefined}
      fileName={fileName}
      toTable={() => [
        ['trial', 'state', ...Object.keys(plan.space), ...plan.objectives.map(({ metric }) => metric)],
        ...judged.map((trial) => [
          trial.number + 1,
          trial.state,
          ...Object.keys(plan.space).map((name) => paramText(trial.params[name])),
          ...plan.objectives.map((_, at) => trial.values?.[at] ?? null),
        ]),
      ]}
    >
      <div ref={ref} className={classes.plot} style={{ height }}>
        {judged.length === 0 && <p className={classes.none}>No trial has ended yet.</p>}
        {judged.length > 0 && width > 0 && (
          // biome-ignore lint/a11y/noStaticElementInteractions: the trials table picks by keys what a brush picks here
          <svg
            data-plot
            role="img"
            aria-label={`${judged.length} trials over ${columns.map(({ title }) => title).join(', ')}.`}
            width={width}
            height={height}
            fontSize={11}
            onPointerDown={(event) => {
              const { column, at, near } = placeOfPointer(event);
              if (!near) return;
              event.currentTarget.setPointerCapture(event.pointerId);
              setBegun({ column, at });
            }}
            onPointerUp={endBrush}
            onPointerLeave={() => focus.hover(undefined)}
          >
            {judged.map((trial) => {
              const stands = focus.hovered === trial.number || trial.number === best;
              const points = columns.flatMap((column, at) => {
                const place = column.placeOf(trial);
                return place === undefined ? [] : [`${x(at)},${y(place)}`];
              });
              return (
                <polyline
                  key={trial.number}
                  points={points.join(' ')}
                  fill="none"
                  stroke={trial.number === best ? theme.series[1] : theme.series[0]}
                  strokeWidth={stands ? 2.5 : 1.25}
                  opacity={isFaint(focus, trial.number) ? 0.06 : stands ? 1 : 0.15 + 0.6 * goodness(trial)}
                  onPointerEnter={() => focus.hover(trial.number)}
                />
              );
            })}
            {columns.map(({ title, ticks }, at) => {
              const brush = brushes.get(at);
              return (
                <g key={title}>
                  <line x1={x(at)} x2={x(at)} y1={y(0)} y2={y(1)} stroke={theme.text} />
                  <rect
                    x={x(at) - reach / 2}
                    y={y(1)}
                    width={reach}
                    height={y(0) - y(1)}
                    fill="transparent"
                    cursor="ns-resize"
                  />
                  {brush && (
                    <rect
                      x={x(at) - 6}
                      y={y(brush[1])}
                      width={12}
                      height={Math.max(2, y(brush[0]) - y(brush[1]))}
                      fill={theme.series[1]}
                      opacity={0.45}
                    />
                  )}
                  <text
                    x={x(at)}
                    y={16 + (at % 2) * 13}
                    textAnchor={at === 0 ? 'start' : 'middle'}
                    dx={at === 0 ? -24 : 0}
                    fill={theme.text}
                    fontWeight={600}
                  >
                    {shortened(title, Math.max(8, Math.floor((step * 2) / 7)))}
                  </text>
                  {ticks.map((tick) => (
                    <text
                      key={tick.text}
                      x={x(at) + 5}
                      y={y(tick.at) + 3}
                      fill={theme.text}
                      stroke={theme.background}
                      strokeWidth={3}
                      paintOrder="stroke"
                    >
                      {shortened(tick.text, Math.max(5, Math.floor(step / 8)))}
                    </text>
                  ))}
                </g>
              );
            })}
          </svg>
        )}
      </div>
    </PlotFrame>
  );
}

const scoreOf = ({ values }: Trial): number => values?.[0] ?? 0;
