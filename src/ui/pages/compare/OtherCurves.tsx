/** What a run logged beyond the charts that runs of its task have: a chart each, none where there is nothing more. */
import { type ReactNode, useMemo } from 'react';
import type { Run } from '#/core/protocol/model';
import type { ChartSettings } from '#/ui/charts/ChartControls';
import { useChartTheme } from '#/ui/charts/palette';
import { useCommand } from '#/ui/useCommand';
import { ComparedCurves } from './ComparedCurves';
import { idsOf, runsKeyOf } from './useCurves';

export function OtherCurves({
  heading,
  run,
  isKnown,
  settings,
}: {
  heading: ReactNode;
  run: Run;
  /** It has a chart, or is told elsewhere. */
  isKnown: (name: string) => boolean;
  settings: ChartSettings;
}) {
  const theme = useChartTheme();
  const key = runsKeyOf([run]);
  const { data } = useCommand('runs.metricNames', { runIds: idsOf(key) }, key);
  const others = useMemo(() => data?.names.filter((name) => !isKnown(name)), [data, isKnown]);
  if (!others || others.length === 0) return null;
  return (
    <section aria-label="Also logged">
      {heading}
      <ComparedCurves
        runs={[run]}
        names={others}
        settings={settings}
        color={() => theme.series[0] as string}
      />
    </section>
  );
}
