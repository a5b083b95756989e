/** Stretches of several series as lanes, a lane a channel; what is shown stays until the next is there. */
import { useEffect, useMemo, useState } from 'react';
import { type CommandOutput, run } from '#/app/run';
import type { SeriesData } from '#/core/series/seriesSchema';
import { seriesColor, useChartTheme } from '#/ui/charts/palette';
import type { Lane } from '#/ui/viewers/series/lanePlot';

type Seen = CommandOutput<'datasets.series'>;

const pieces = 1600;

export function useLanes(
  versionId: string,
  channels: SeriesData['channels'],
  series: readonly number[],
  view: { from: number; count: number },
): { lanes: Lane[]; seen: readonly Seen[]; error: unknown } {
  const theme = useChartTheme();
  const [state, setState] = useState<{ seen: Seen[]; error?: unknown }>({ seen: [] });
  const key = series.join();
  useEffect(() => {
    let isCurrent = true;
    Promise.all(
      key
        .split(',')
        .filter(Boolean)
        .map((number) => run('datasets.series', { versionId, series: Number(number), pieces, ...view })),
    ).then(
      (seen) => isCurrent && setState({ seen }),
      (error: unknown) => isCurrent && setState({ seen: [], error }),
    );
    return () => {
      isCurrent = false;
    };
  }, [versionId, key, view]);
  const { seen, error } = state;
  const lanes = useMemo(
    () =>
      channels.map(
        ({ name, unit }, channel): Lane => ({
          title: unit ? `${name} (${unit})` : name,
          lines: seen.flatMap(({ name: label, from, count, least, most }, i) => {
            const [low, high] = [least[channel], most[channel]];
            return low && high && count > 0
              ? [{ label, color: seriesColor(theme, i), from, count, least: low, most: high }]
              : [];
          }),
        }),
      ),
    [channels, seen, theme],
  );
  return { lanes, seen, error };
}
