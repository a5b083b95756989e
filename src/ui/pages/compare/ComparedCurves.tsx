import { Skeleton } from '@mantine/core';
import { useEffect, useMemo, useState } from 'react';
import { type CommandOutput, run as runCommand } from '#/app/run';
import type { Run } from '#/core/protocol/model';
import { type MeanPoint, meanCurve } from '#/core/runs/meanCurve';
import type { Point } from '#/core/stats/lttb';
import { stepFigures } from '#/core/protocol/train';
import { ChartControls, startSettings } from '#/ui/charts/ChartControls';
import type { Curve } from '#/ui/charts/curve';
import { CurveChart } from '#/ui/charts/CurveChart';
import { ChartGroup } from '#/ui/charts/chartGroup';
import { byImportance, metricTitle } from '#/ui/charts/metricNames';
import { ErrorNote } from '#/ui/components/ErrorNote';
import { type CurveGroup, curveGroups } from './compareGroups';
import classes from './compare.module.css';

type Series = CommandOutput<'runs.metrics'>['series'];
const judged = new Set<string>(['gradientNorm', 'updateRatio']);
const left = new Set<string>(['epochMs', 'batchLoss', 'learningRate', ...stepFigures]);

/** One chart per metric that any of the runs logged, one curve per run. */
export function ComparedCurves({
  runs,
  groups,
  color,
}: {
  runs: readonly Run[];
  /** Runs that are one curve, their mean with a band; without, each is one. */
  groups?: readonly CurveGroup[];
  color: (index: number) => string;
}) {
  const [settings, setSettings] = useState(startSettings);
  const { series, error } = useSeries(runs);
  const charts = useMemo(() => {
    if (!series) return [];
    const names = [...new Set(series.flatMap((all) => all.map((entry) => entry.name)))];
    return names
      .filter((name) => !left.has(name) || judged.has(name))
      .sort(byImportance)
      .map((name) => ({
        name,
        curves: (groups ?? curveGroups(runs)).map((group, index): Curve => {
          const all = group.runs.map((run) => pointsOf(series[runs.indexOf(run)], name, settings.axis));
          const [only = [], another] = all;
          const mean = another ? meanCurve(all) : only;
          return {
            id: group.id,
            label: group.label,
            color: color(index),
            points: mean,
            ...(another && { band: mean as MeanPoint[] }),
          };
        }),
      }));
  }, [series, runs, groups, settings.axis, color]);

  if (error !== undefined) return <ErrorNote error={error} />;
  if (!series) return <Skeleton h={260} />;
  return (
    <>
      <ChartControls settings={settings} onChange={setSettings} />
      <ChartGroup key={settings.axis}>
        <div className={classes.charts}>
          {charts.map(({ name, curves }) => (
            <CurveChart
              key={name}
              title={metricTitle(name)}
              curves={curves}
              xLabel={settings.axis}
              fileName="compare"
              log={settings.log && /loss|mae|rmse|norm|ratio/i.test(name)}
              smoothing={settings.smoothing}
            />
          ))}
        </div>
      </ChartGroup>
    </>
  );
}

const pointsOf = (series: Series | undefined, name: string, axis: 'epoch' | 'step'): Point[] =>
  (series?.find((entry) => entry.name === name)?.points ?? []).map((point) => ({
    x: axis === 'epoch' ? point.epoch : point.step,
    y: point.value,
  }));

function useSeries(runs: readonly Run[]): { series?: Series[]; error?: unknown } {
  const [state, setState] = useState<{ series?: Series[]; error?: unknown }>({});
  // Asked again when a run ends, not on every change of its notes.
  const key = runs.map((run) => `${run.id} ${run.status}`).join(',');
  useEffect(() => {
    let current = true;
    const ids = key.split(',').map((entry) => entry.split(' ')[0] ?? '');
    Promise.all(ids.map((runId) => runCommand('runs.metrics', { runId }))).then(
      (answers) => current && setState({ series: answers.map((answer) => answer.series) }),
      (error: unknown) => current && setState({ error }),
    );
    return () => {
      current = false;
    };
  }, [key]);
  return state;
}
