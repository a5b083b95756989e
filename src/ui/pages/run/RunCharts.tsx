import { useDeferredValue, useMemo, useState } from 'react';
import type { RunStream } from '#/app/stores/runStreams';
import type { Run } from '#/core/protocol/model';
import { ChartControls, startSettings } from '#/ui/charts/ChartControls';
import { CurveChart } from '#/ui/charts/CurveChart';
import { wholeDomain } from '#/ui/charts/curve';
import { ChartGroup } from '#/ui/charts/chartGroup';
import { useChartTheme } from '#/ui/charts/palette';
import { loggedOnly, type RunChart, runCharts } from './runCurves';
import classes from './run.module.css';

export function RunCharts({ run, stream }: { run: Run; stream: RunStream }) {
  const [settings, setSettings] = useState(startSettings);
  const theme = useChartTheme();
  const calm = useDeferredValue(stream);
  const charts = useMemo(() => {
    const all = runCharts(calm, run.task.kind, settings.axis, theme);
    return run.status === 'running' ? all : loggedOnly(all);
  }, [calm, run.task.kind, run.status, settings.axis, theme]);
  const domain = useMemo(() => wholeDomain(charts.flatMap((chart) => chart.curves)), [charts]);
  return (
    <section aria-label="Curves">
      <ChartControls settings={settings} onChange={setSettings} />
      <ChartGroup key={settings.axis}>
        <div className={classes.charts}>
          {charts.map((chart) => (
            <CurveChart
              key={chart.title}
              title={chart.title}
              curves={chart.curves}
              xLabel={settings.axis}
              fileName={run.name}
              log={settings.log && chart.loggable}
              smoothing={smoothingOf(chart, settings.smoothing)}
              height={208}
              domain={domain}
              waiting={run.status === 'running' ? 'Waiting for the first values' : 'Nothing was logged'}
            />
          ))}
        </div>
      </ChartGroup>
    </section>
  );
}

/** Hundreds of single batches are a cloud: their trend is drawn over it even when nothing else is smoothed. */
function smoothingOf({ title, curves }: RunChart, chosen: number): number {
  if (title === 'Learning rate') return 0;
  return title === 'Batch loss' && (curves[0]?.points.length ?? 0) > 300 ? Math.max(chosen, 0.95) : chosen;
}
