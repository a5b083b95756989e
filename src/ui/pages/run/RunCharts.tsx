import { useDeferredValue, useMemo, useState } from 'react';
import type { RunStream } from '#/app/stores/runStreams';
import { chartedNames, type ChartSection, chartSections } from '#/core/metrics/chartGroups';
import type { Run } from '#/core/protocol/model';
import { ChartControls, startSettings } from '#/ui/charts/ChartControls';
import { CurveChart } from '#/ui/charts/CurveChart';
import { wholeDomain } from '#/ui/charts/curve';
import { ChartGroup } from '#/ui/charts/chartGroup';
import { useChartTheme } from '#/ui/charts/palette';
import { OtherCurves } from '../compare/OtherCurves';
import { loggedOnly, type RunChart, runCharts } from './runCurves';
import classes from './run.module.css';

export function RunCharts({ run, stream }: { run: Run; stream: RunStream }) {
  const [settings, setSettings] = useState(startSettings);
  const theme = useChartTheme();
  const calm = useDeferredValue(stream);
  const charts = useMemo(() => {
    const all = runCharts(calm, run.task.type, settings.axis, theme);
    return run.status === 'running' ? all : loggedOnly(all);
  }, [calm, run.task.type, run.status, settings.axis, theme]);
  const domain = useMemo(() => wholeDomain(charts.flatMap((chart) => chart.curves)), [charts]);
  return (
    <section aria-label="Curves">
      <ChartControls settings={settings} onChange={setSettings} />
      <ChartGroup key={settings.axis}>
        {chartSections.map((section) => {
          const shown = charts.filter((chart) => chart.section === section);
          if (shown.length === 0) return null;
          return (
            <section key={section} aria-label={headings[section]}>
              {section !== 'learning' && <h2 className={classes.heading}>{headings[section]}</h2>}
              <div className={section === 'learning' ? classes.charts : classes.small}>
                {shown.map((chart) => (
                  <CurveChart
                    key={chart.title}
                    title={chart.title}
                    curves={chart.curves}
                    xLabel={settings.axis}
                    fileName={run.name}
                    log={settings.log && chart.loggable}
                    smoothing={smoothingOf(chart, settings.smoothing)}
                    height={section === 'learning' ? 208 : 160}
                    domain={domain}
                    waiting={
                      run.status === 'running'
                        ? 'Waiting for the first values'
                        : stream.isRead
                          ? 'Nothing was logged'
                          : 'Reading'
                    }
                  />
                ))}
              </div>
              {section === 'machine' && <p className={classes.aside}>{gpuTimeText(run, calm)}</p>}
            </section>
          );
        })}
      </ChartGroup>
      {run.status !== 'running' && (
        <OtherCurves
          heading={<h2 className={classes.heading}>Also logged</h2>}
          run={run}
          isKnown={isKnown}
          settings={settings}
        />
      )}
    </section>
  );
}

/** What trainings of the studio log; what of it has no chart stands in the summary. */
const isKnown = (name: string): boolean => chartedNames.includes(name) || /^(train|val|test)[A-Z]/.test(name);

const headings: Record<ChartSection, string> = {
  learning: 'Learning',
  steps: 'Steps',
  machine: 'Speed and memory',
};

/** Why there is no GPU time, where there is none. */
function gpuTimeText(run: Run, { figures, prepared, epochs }: RunStream): string {
  const backend = run.backend ?? prepared?.backend.backend;
  if (figures.gpuStepMs || !backend || epochs.length === 0) return '';
  return backend === 'webgpu'
    ? 'GPU time is not offered by this device: it has no timestamp queries.'
    : 'No GPU time: this run does not use the GPU.';
}

const noisy = new Set(['Batch loss', 'Gradient norm', 'Update-to-weight ratio']);

/** Hundreds of single batches are a cloud: their trend is drawn over it even when nothing else is smoothed. */
function smoothingOf({ title, curves }: RunChart, chosen: number): number {
  if (title === 'Learning rate' || title.startsWith('Memory') || title.startsWith('Time left')) return 0;
  return noisy.has(title) && (curves[0]?.points.length ?? 0) > 300 ? Math.max(chosen, 0.95) : chosen;
}
