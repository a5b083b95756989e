/** The window that was asked about, drawn, with the forecast going on from it and what came in truth. */
import { useCallback, useMemo } from 'react';
import type { FittedSeries } from '#/core/series/fittedSeries';
import { coverageOf, levelOf, percentOf } from '#/core/quantiles/levels';
import { frameTime, timeText } from '#/core/series/timeText';
import { seriesColor, useChartTheme } from '#/ui/charts/palette';
import type { Lane, LaneLine } from '#/ui/viewers/series/lanePlot';
import { SeriesLanes } from '#/ui/viewers/series/SeriesLanes';
import type { Asked } from './asked';

const mostLanes = 8;

export function WindowAnswer({
  fitted,
  asked,
  levels,
}: {
  fitted: FittedSeries;
  asked: Asked;
  /** Of a forecast with quantiles. */
  levels?: readonly number[];
}) {
  const theme = useChartTheme();
  const { channels, horizon, time } = fitted;
  const { values, steps, answer, came, start, until } = asked;
  const { field, quantiles } = answer.predictions[0] ?? {};
  const lanes = useMemo(
    () =>
      channels.slice(0, mostLanes).map(({ name, unit }, c): Lane => {
        const channel = (all: ArrayLike<number>, before?: number) => {
          const own = Array.from(
            { length: all.length / channels.length },
            (_, i) => all[i * channels.length + c] as number,
          );
          // A line begins where the one before it ends.
          return Float32Array.from(before === undefined ? own : [before, ...own]);
        };
        const window = channel(values);
        const last = window.at(-1) ?? Number.NaN;
        const line = (
          label: string,
          color: number,
          from: number,
          all: Float32Array,
          dashed = false,
        ): LaneLine => ({
          label,
          color: seriesColor(theme, color),
          from,
          count: all.length,
          least: all,
          most: all,
          dashed,
        });
        return {
          title: unit ? `${name} (${unit})` : name,
          lines: [
            ...(quantiles && levels
              ? [
                  {
                    ...line('', 1, steps - 1, channel(levelOf(quantiles, levels, 0), last)),
                    label: `${percentOf(coverageOf(levels))} interval`,
                    most: channel(levelOf(quantiles, levels, levels.length - 1), last),
                    isBand: true as const,
                  },
                ]
              : []),
            line('window', 0, 0, window),
            ...(came ? [line('what came', 2, steps - 1, channel(came, last))] : []),
            ...(field && horizon > 0 ? [line('forecast', 1, steps - 1, channel(field, last), true)] : []),
          ],
        };
      }),
    [channels, values, came, field, quantiles, levels, horizon, steps, theme],
  );
  const count = steps + (field ? horizon : 0);
  const view = useMemo(() => ({ from: 0, count }), [count]);
  const text = useCallback(
    (frame: number) =>
      start === undefined || until === undefined
        ? `step ${frame + 1}`
        : timeText(time, frameTime(time, start, until - steps + frame)) ||
          `step ${until - steps + frame + 1}`,
    [start, until, steps, time],
  );
  return (
    <figure style={{ margin: '16px 0 0' }} aria-label="The window that was asked about">
      <SeriesLanes
        label="Window"
        lanes={lanes}
        view={view}
        frames={count}
        text={text}
        laneHeight={channels.length > 2 ? 90 : 190}
      />
    </figure>
  );
}
