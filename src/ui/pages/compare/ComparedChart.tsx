/** One metric of the compared runs; read and drawn when it comes into view. */
import { useIntersection } from '@mantine/hooks';
import { useMemo, useState } from 'react';
import type { Run } from '#/core/protocol/model';
import { drawnPoints, meanOfDrawn, withWindow } from '#/core/runs/drawnPoints';
import type { MeanPoint } from '#/core/runs/meanCurve';
import type { Point } from '#/core/stats/lttb';
import type { ChartSettings } from '#/ui/charts/ChartControls';
import type { Curve } from '#/ui/charts/curve';
import { CurveChart } from '#/ui/charts/CurveChart';
import { useChartStore, useChartView } from '#/ui/charts/chartGroup';
import { metricTitle } from '#/ui/charts/metricNames';
import { ErrorNote } from '#/ui/components/ErrorNote';
import type { CurveGroup } from './compareGroups';
import { type LoadedCurves, runsKeyOf, useCurves } from './useCurves';

const chartHeight = 238;

export function ComparedChart({
  name,
  runs,
  groups,
  color,
  settings,
}: {
  name: string;
  runs: readonly Run[];
  groups: readonly CurveGroup[];
  color: (index: number) => string;
  settings: ChartSettings;
}) {
  const { ref, entry } = useIntersection({ rootMargin: '120px' });
  const [wasSeen, setWasSeen] = useState(false);
  if (entry?.isIntersecting && !wasSeen) setWasSeen(true);
  const zoom = useChartView(useChartStore(), (view) => view.zoom);
  const key = runsKeyOf(runs);
  const { curves, error } = useCurves(key, name, wasSeen, settings.axis, zoom);
  const drawn = useMemo((): Curve[] => {
    if (!curves) return [];
    const at = new Map(runs.map((run, index) => [run, index]));
    return groups.map((group, index) => {
      const members = group.runs.map((run) => at.get(run) ?? -1);
      return curveOf(group, members, curves, settings.axis, color(index));
    });
  }, [curves, runs, groups, settings.axis, color]);
  return (
    <div ref={ref} style={{ minHeight: chartHeight, minWidth: 0 }}>
      {error !== undefined && <ErrorNote error={error} />}
      {wasSeen && (
        <CurveChart
          title={metricTitle(name)}
          curves={drawn}
          xLabel={settings.axis}
          fileName="compare"
          log={settings.log && /loss|mae|rmse|norm|ratio/i.test(name)}
          smoothing={settings.smoothing}
          waiting={curves ? 'Nothing logged' : 'Reading'}
        />
      )}
    </div>
  );
}

function curveOf(
  { id, label }: CurveGroup,
  members: readonly number[],
  { whole, window }: LoadedCurves,
  axis: ChartSettings['axis'],
  color: string,
): Curve {
  const all = members.flatMap((index) => whole[index] ?? []);
  const zoomed = window ? members.flatMap((index) => window.curves[index] ?? []) : [];
  const together = <P extends Point>(points: P[], within: P[]): P[] =>
    window ? (withWindow(points, within, window.ends) as P[]) : points;
  const [only, another] = all;
  if (another) {
    const mean: MeanPoint[] = together(
      meanOfDrawn(all, axis),
      zoomed.length > 0 ? meanOfDrawn(zoomed, axis) : [],
    );
    return { id, label, color, points: mean, band: mean };
  }
  const within = zoomed[0] ? drawnPoints(zoomed[0], axis) : [];
  return { id, label, color, points: only ? together(drawnPoints(only, axis), within) : [] };
}
